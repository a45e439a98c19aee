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
    // The nearest number to a decimal text is the same everywhere.
    let digits = Int64((scaled * 1e11).rounded())
    let text = "\(self < 0 ? "-" : "")\(digits)e\(exponent - 11)"
    return Double(text) ?? self
  }
}
