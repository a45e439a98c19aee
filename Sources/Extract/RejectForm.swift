/// How the records of a format carry the reason why they were rejected.
protocol RejectForm {
  /// A file of records, in UTF-8.
  func text(of records: [RecordWriter.Reject]) -> [UInt8]

  /// The reason that a record carries already, since it was sent again, and the record without it.
  func parted(_ record: [UInt8]) -> (reason: [UInt8], record: [UInt8])
}
