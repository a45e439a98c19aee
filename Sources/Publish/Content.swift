import Columnar
import Crypto
import Foundation
import GRDB

/// A file of a published report.
public struct PublishedFile: Sendable, Equatable {
  public let name: String
  public let bytes: [UInt8]
  /// SHA-256, in hex.
  public let digest: String

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    digest = Content.digest(bytes)
  }
}

/// What was published, compressed, and kept once however often it was.
public enum Content {
  /// SHA-256, in hex.
  public static func digest(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(
      SHA256.hash(data: Data(bytes)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static func keep(_ bytes: [UInt8], in database: Database) throws -> String {
    let digest = digest(bytes)
    if try Bool.fetchOne(
      database, sql: "SELECT 1 FROM content WHERE digest = ?", arguments: [digest]) != true
    {
      try database.execute(
        sql: "INSERT INTO content VALUES (?, ?, ?)",
        arguments: [digest, bytes.count, Data(Zstd.compressed(bytes))])
    }
    return digest
  }

  static func bytes(_ digest: String, in database: Database) throws -> [UInt8] {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT bytes, zstd FROM content WHERE digest = ?", arguments: [digest]),
      let bytes = Zstd.decompressed(Array(row[1] as Data), count: row[0]),
      self.digest(bytes) == digest
    else { throw Diagnostic(.brokenContent(digest), failure: .inputOutput) }
    return bytes
  }
}

extension Diagnostic.Message {
  static func brokenContent(_ digest: String) -> Self {
    Self("the catalog has lost the published bytes '\(digest)'")
  }
}
