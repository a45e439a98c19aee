extension Double {
  /// Rounded to 12 significant digits: what is decided by such a number does not depend on the
  /// processor's mathematics library.
  public var decidable: Double {
    guard isFinite, self != 0 else { return self }
    // Scaled into 1..<10 step by step; powers of ten beyond 1e22 are not exact.
    var scaled = abs(self)
    var exponent = 0
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    let digits = Int64((scaled * 1e11).rounded())
    // A quotient of two numbers that are exact is the nearest one to the decimal, and quicker.
    if exponent <= 11 && exponent >= -11 {
      let rounded = Double(digits) / Self.powersOfTen[11 - exponent]
      return self < 0 ? -rounded : rounded
    }
    // The nearest number to a decimal text is the same everywhere.
    let text = "\(self < 0 ? "-" : "")\(digits)e\(exponent - 11)"
    return Double(text) ?? self
  }

  /// 1 to 1e22, all exact.
  private static let powersOfTen = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}
