import Foundation

/// What a `metrics.json` says of itself.
struct MetricsHead: Decodable {
  let as_of: String
  let edition: String
  /// Not in those of early versions.
  let number: Int?
  let period: String
  let pipeline: String
  let report: String

  /// - Returns: nil where the text is no `metrics.json`.
  init?(_ metrics: [UInt8]) {
    guard let head = try? JSONDecoder().decode(Self.self, from: Data(metrics)) else { return nil }
    self = head
  }
}
