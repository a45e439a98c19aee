import Columnar

/// How the records of a format carry the reason why they were rejected, and what stands around them in
/// a file. All in UTF-8.
protocol RejectForm: Sendable {
  /// The rows of the header, without a reason's column; none in formats that have no header.
  var header: [[UInt8]] { get }

  /// What a file begins with.
  var head: [UInt8] { get }

  /// A record of a file with its reason.
  ///
  /// - Parameter isFirst: whether none stands above it.
  func text(of record: RecordWriter.Reject, isFirst: Bool) -> [UInt8]

  /// What a file ends with.
  var tail: [UInt8] { get }

  /// The reason that a record carries already, since it was sent again, and the record without it.
  func parted(_ record: [UInt8]) -> (reason: [UInt8], record: [UInt8])
}

extension RejectForm {
  var header: [[UInt8]] { [] }
}

extension Span<UInt8> {
  /// What the first line ends with; LF where there is but one.
  var firstLineEnd: [UInt8] {
    for at in indices where self[at] == 0x0A || self[at] == 0x0D {
      if self[at] == 0x0A { return [0x0A] }
      return at + 1 < count && self[at + 1] == 0x0A ? [0x0D, 0x0A] : [0x0D]
    }
    return [0x0A]
  }
}
