import Records
import Statistics

/// A ratio is a share, a mean or a ratio of sums by its measures: so a metric that is written as data,
/// or changed by a vendor's rule, has the statistics of what it is.
extension RatioFormula {
  enum Sampling: Sendable {
    /// Records among others.
    case share
    /// Values over their own number.
    case mean
    /// Two values of the same records.
    case quotient
    /// Numbers of records that are not among one another, such as those escalated and those created
    /// in a month: each is a unit of its own.
    case counts
    /// Complete: standings, budget lines, and records of several kinds.
    case full
  }

  func sampling(_ availability: FieldAvailability) -> Sampling {
    guard less.isEmpty, numerator.count == 1, denominator.count == 1 else { return .full }
    let (part, whole) = (numerator[0], denominator[0])
    guard part.kind == whole.kind, part.kind != .cost, !part.isStanding, !whole.isStanding else {
      return .full
    }
    let isOfSame =
      part.attribution == whole.attribution && part.countsTicketsOnce == whole.countsTicketsOnce
    let tests = Set(part.tests)
    if part.countsRecords(availability) && whole.countsRecords(availability) {
      return isOfSame && tests.isSuperset(of: whole.tests) ? .share : .counts
    }
    guard isOfSame, tests == Set(whole.tests), !part.countsTicketsOnce else { return .full }
    return whole.value == .one ? .mean : .quotient
  }

  public func sampled(_ availability: FieldAvailability) -> [Accumulation] {
    switch sampling(availability) {
    case .mean: [Accumulation(numerator[0], .powers)]
    case .quotient: [Accumulation(numerator[0], .products(denominator[0].value))]
    case .share, .counts, .full: []
    }
  }

  public func daily(_ unit: Metric.Unit, _ availability: FieldAvailability) -> DailySums? {
    guard case .share = sampling(availability) else { return nil }
    return .share(of: numerator[0], among: denominator[0])
  }

  func estimate(_ cells: MetricCells, _ value: Double) -> Estimate? {
    let (top, bottom) = (cells.sum(.numerator), cells.sum(.denominator))
    let (x, y) = (Double(cells.scale(.numerator)), Double(cells.scale(.denominator)))
    switch cells.reader.sampling ?? .full {
    case .share:
      return .share(Share(k: Int(top), n: Int(bottom), dispersion: cells.dispersion))
    case .mean:
      guard let powers = cells.moments else { return nil }
      return .mean(
        Mean(
          n: Int(bottom), sum: Double(top) / x, squares: Double(powers.a) / x / x,
          cubes: Double(powers.b) / x / x / x))
    case .quotient:
      guard let products = cells.moments else { return nil }
      return .ratio(
        RatioOfSums(
          units: Int(products.n), x: Double(top) / x, y: Double(bottom) / y,
          xx: Double(products.a) / x / x, xy: Double(products.b) / x / y,
          yy: Double(products.c) / y / y))
    case .counts:
      return .ratio(
        RatioOfSums(
          units: Int(top + bottom), x: Double(top), y: Double(bottom), xx: Double(top), xy: 0,
          yy: Double(bottom)))
    case .full: return .full(value)
    }
  }
}

extension Measure {
  /// Whether it adds up records, or numbers of contacts of which a record may stand for many.
  var countsRecords: Bool {
    guard case .field(let name) = value else { return value == .one }
    return DerivedField.named(name, kind)?.countsContacts ?? false
  }

  /// Likewise where each record stands for one.
  func countsRecords(_ availability: FieldAvailability) -> Bool {
    countsRecords
      && (value == .one
        || !DerivedField.manyOfContacts.contains { availability.isMapped($0, kind) })
  }
}
