import Records

/// A moment of one kind as its columns have it: 1 and 0 for true and false, missing where nothing is
/// known. Its properties are the kind's rows of the table of moments, in their order; a test holds
/// them against it by name.
protocol MomentRow {
  static var kind: RecordKind { get }

  /// A moment of which nothing is known.
  init()

  /// Adds its values to the wanted ones of the columns.
  func append(to columns: inout [[Int64]], _ wanted: [Int])
}

extension MomentRow {
  /// Adds some of a list of values, each to the column of its place.
  @inline(__always)
  static func append<let count: Int>(
    _ values: InlineArray<count, Int64>, to columns: inout [[Int64]], _ wanted: [Int]
  ) {
    precondition(count == columns.count)
    for i in wanted { columns[i].append(values[i]) }
  }
}
