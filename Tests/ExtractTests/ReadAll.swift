import Columnar
import Foundation

@testable import Extract

/// What a file came to: its rows, its broken rows' reasons, and the raw text of each record.
struct ReadResult: Equatable {
  var rows: [[String]] = []
  var records: [String] = []
  var broken: [String] = []
}

/// A file that is gone when the test is.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8], name: String = "file") {
    let folder = FileManager.default.temporaryDirectory.path
    path = "\(folder)/deskbrief-\(UUID().uuidString)-\(name)"
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Reads text through a format, as the workers do.
func readAll(
  _ bytes: [UInt8], _ format: String, _ columns: [String], blockSize: Int = 1 << 20,
  records: String = "", delimiter: String = ","
) throws -> ReadResult {
  let file = TemporaryFile(bytes)
  var request = ReadRequest(
    path: file.path, format: FileFormat.named(format)!, columns: columns)
  request.blockSize = blockSize
  request.records = records
  request.dialect.delimiter = Array(delimiter.utf8)
  return try readAll(request)
}

func readAll(_ request: ReadRequest) throws -> ReadResult {
  var result = ReadResult()
  var batch = TextBatch(columnCount: request.columns.count)
  let reader = try request.open()
  while let piece = try reader.nextPiece() {
    while try piece.read(into: &batch) {
      for row in 0..<batch.rowCount {
        result.rows.append(
          request.columns.indices.map { String(copying: batch.text($0, row)) })
        result.records.append(String(copying: batch.record(row: row)))
      }
      result.broken += batch.broken.map(\.reason.text)
    }
  }
  return result
}

/// The message of what a body throws, with `file` for the file's name.
func message(_ body: () throws -> ReadResult) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    return "\(error)".replacing(/\/[^:]*deskbrief-[^:]*/, with: "file")
  }
}
