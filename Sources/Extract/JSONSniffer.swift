import Columnar
import Foundation

/// Finds the records of a JSON document, and the columns of its records.
enum JSONSniffer {
  /// So many records are looked at for columns.
  private static let sampleRows = 200

  /// The path of the array of records: the array of objects that is nested least.
  /// - Throws: what is in doubt, or a shape of records that is not read.
  static func records(of text: [UInt8]) throws(Diagnostic) -> String {
    let outline = JSONOutline(text)
    let nearest = nearestArrays(outline)
    if let message = unread(outline, [], nearest) { throw Diagnostic(message, failure: .dataGate) }
    guard nearest.count < 2 else {
      throw Diagnostic(.recordsInDoubt(nearest), failure: .dataGate)
    }
    return nearest.first?.joined(separator: ".") ?? ""
  }

  /// Whether an object that is followed by others is a page of records, and not one itself.
  static func isPage(_ text: [UInt8]) -> Bool {
    let outline = JSONOutline(text)
    guard let path = nearestArrays(outline).first else { return false }
    var object = outline
    for name in path {
      guard object.isEnvelope else { return false }
      object = object.members.first { $0.name == name }?.value ?? .scalar
    }
    return true
  }

  /// The paths of the arrays of objects that are nested least.
  private static func nearestArrays(_ outline: JSONOutline) -> [[String]] {
    var level: [(path: [String], value: JSONOutline)] = [([], outline)]
    while !level.isEmpty {
      level = level.flatMap { path, value in
        value.members.map { (path + [$0.name], $0.value) }
      }
      let found = level.filter(\.value.isArrayOfObjects).map(\.path)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// What to say of records that are no elements of an array; nil where they may be.
  private static func unread(
    _ object: JSONOutline, _ path: [String], _ arrays: [[String]]
  ) -> Diagnostic.Message? {
    // An array elsewhere holds the records.
    guard arrays.allSatisfy({ $0.starts(with: path) }) else { return nil }
    if object.isKeyed { return .recordsByKey(path, object.names) }
    if object.isColumnar { return .recordsByColumn(path, object.names) }
    guard object.isEnvelope else { return nil }
    return object.members.lazy.filter(\.value.isObject)
      .compactMap { unread($0.value, path + [$0.name], arrays) }.first
  }

  /// The leaf paths of the first records, in order of appearance by name.
  static func columns(_ request: ReadRequest) throws(Diagnostic) -> [String] {
    var paths: [String] = []
    var known: Set<String> = []
    try forEachRecord(request) { record in
      leaves(record, prefix: "") { if known.insert($0).inserted { paths.append($0) } }
    }
    // A path that is an object in some records and empty in others is its leaves.
    return Sniffer.leaves(paths)
  }

  /// The first records, as Foundation reads them.
  static func forEachRecord(
    _ request: ReadRequest, _ body: ([String: Any]) -> Void
  ) throws(Diagnostic) {
    var request = request
    request.columns = []
    let reader = try request.open()
    var batch = TextBatch(columnCount: 0)
    guard let piece = try reader.nextPiece(), try piece.read(into: &batch) else { return }
    for row in 0..<min(sampleRows, batch.rowCount) {
      let text = Data(Array(batch.record(row: row)))
      guard let object = try? JSONSerialization.jsonObject(with: text) as? [String: Any] else {
        continue
      }
      body(object)
    }
  }

  private static func leaves(
    _ object: [String: Any], prefix: String, _ found: (String) -> Void
  ) {
    for key in object.keys.sorted() {
      let path = prefix + key
      if let inner = object[key] as? [String: Any], !inner.isEmpty {
        leaves(inner, prefix: path + ".", found)
      } else {
        found(path)
      }
    }
  }
}

extension Diagnostic.Message {
  /// - Parameter paths: two or more, of one length.
  static func recordsInDoubt(_ paths: [[String]]) -> Self {
    let listed = paths.prefix(8).map { "'\($0.joined(separator: "."))'" }
      .joined(separator: " or ")
    let parents = Set(paths.map { $0.dropLast() })
    let all =
      parents.count == 1
      ? ", or of all of them, '\((paths[0].dropLast() + ["*"]).joined(separator: "."))'" : ""
    return Self("the records may be those of \(listed)\(all); say which by 'records'")
  }

  static func recordsByKey(_ path: [String], _ names: [String]) -> Self {
    Self(
      "\(place(path)) holds each record by its key, \(listed(names)), which is not read; expected an "
        + "array of records")
  }

  static func recordsByColumn(_ path: [String], _ names: [String]) -> Self {
    Self(
      "\(place(path)) holds an array for each column, \(listed(names)), which is not read; expected "
        + "an array of records")
  }

  private static func place(_ path: [String]) -> String {
    path.isEmpty ? "the top level" : "'\(path.joined(separator: "."))'"
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(3).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 3 ? " …" : "")
  }
}
