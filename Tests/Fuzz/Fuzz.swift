import Columnar
import Foundation

@testable import Extract
@testable import Transform

/// The libFuzzer targets, chosen by the environment variable `FUZZ`. Built only where
/// `DESKBRIEF_FUZZ` is set: see `scripts/fuzz`.
///
/// Beyond not crashing, a reader must find the same rows, or the same trouble, however the file
/// falls into blocks.
private func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  target(bytes[0], Array(bytes.dropFirst()))
  return 0
}

private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager renames each `main` after its product.
@_cdecl("fuzz_main")
public func fuzzMain(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments) { fuzzOneInput($0, $1) }
}

private typealias Target = @Sendable (UInt8, [UInt8]) -> Void

/// What an input is given to: its first byte chooses a variant.
private let target: Target = {
  let name = ProcessInfo.processInfo.environment["FUZZ"] ?? ""
  guard let target = targets[name] else {
    fatalError("FUZZ must be one of \(targets.keys.sorted().joined(separator: ", "))")
  }
  return target
}()

private let targets: [String: Target] = [
  "csv": { variant, bytes in
    read("csv", bytes) { request in
      request.columns = ["a", "b"]
      request.optional = ["a", "b"]
      request.dialect.delimiter =
        [[UInt8(ascii: ",")], [UInt8(ascii: ";")], Array("||".utf8)][
          Int(variant % 3)]
      request.dialect.ragged = Dialect.Ragged.allCases[Int(variant / 3) % 3]
      if variant & 64 != 0 { request.dialect.escape = UInt8(ascii: "\\") }
    }
  },
  "json": { variant, bytes in
    read(variant & 1 == 0 ? "json" : "ndjson", bytes) { request in
      request.columns = ["a", "b.c", "d[id=1].v", "e[0]", "f[].g"]
      if variant & 2 != 0 { request.records = "rows" }
    }
  },
  "xml": { variant, bytes in
    read("xml", bytes) { request in
      request.columns = ["a", "b.c", "a@x", "@id"]
      if variant & 1 != 0 { request.records = "r" }
    }
  },
  "sniffer": { _, bytes in
    write(bytes)
    _ = try? Sniffer(path)
  },
  "casts": { variant, bytes in
    let text = bytes.span
    _ = castInteger(text)
    let mark = [nil, .comma, .point][Int(variant % 3)] as DecimalMark?
    _ = castDecimal(text, mark)?.scaled(by: 1_000_000)
    _ = castShare(text, mark)
    _ = castBoolean(text)
    for unit in FieldMapping.Unit.allCases { _ = castDuration(text, unit, mark) }
    for format in instantFormats { _ = format.instant(text) }
    if let reading = readUTC(text), reading != InstantFormat.iso.instant(text) {
      fatalError("another instant")
    }
  },
]

private let instantFormats = [
  "iso", "epoch", "epoch-ms", "dd/MM/yyyy HH:mm", "MM/dd/yyyy hh:mm a", "d MMM yyyy",
].compactMap { try? InstantFormat($0) }

private let path = "\(NSTemporaryDirectory())/deskbrief-fuzz-\(getpid())"

private func write(_ bytes: [UInt8]) {
  // Cut to length behind the text: a file that is emptied first is flushed to disk each time.
  let file = open(path, O_CREAT | O_WRONLY, 0o600)
  defer { close(file) }
  guard bytes.withUnsafeBytes({ Foundation.write(file, $0.baseAddress, $0.count) }) == bytes.count,
    ftruncate(file, off_t(bytes.count)) == 0
  else { fatalError("cannot write \(path)") }
}

private func read(_ format: String, _ bytes: [UInt8], _ set: (inout ReadRequest) -> Void) {
  write(bytes)
  var request = ReadRequest(path: path, format: FileFormat.named(format)!, columns: [])
  set(&request)
  // Longer than any input, and no longer: the sanitizer clears each block.
  request.blockSize = 1 << 13
  let whole = rows(request)
  request.blockSize = 64
  let inBlocks = rows(request)
  // Where exactly a document is broken, libxml2 tells by how much of it was looked at.
  let isSameTrouble =
    format == "xml"
    ? (whole.trouble == nil) == (inBlocks.trouble == nil) : whole.trouble == inBlocks.trouble
  if !isSameTrouble {
    fatalError("in one block \(whole.trouble ?? "well"), in many \(inBlocks.trouble ?? "well")")
  }
  // Without a look at what records have in common.
  request.seesLikeness = false
  let plain = rows(request)
  if (plain.trouble == nil) != (whole.trouble == nil)
    || whole.trouble == nil && (whole.cells != plain.cells || whole.broken != plain.broken)
  {
    fatalError("other rows where none is like another: \(whole) and \(plain)")
  }
  if whole.trouble == nil
    && (whole.cells != inBlocks.cells || whole.broken != inBlocks.broken)
  {
    fatalError("other rows in blocks of 64 bytes: \(whole) and \(inBlocks)")
  }
}

/// What a file comes to; the trouble is what broke off the reading.
private struct Result {
  var cells: [[UInt8]] = []
  var broken: [[UInt8]] = []
  var trouble: String?
}

private func rows(_ request: ReadRequest) -> Result {
  var result = Result()
  do {
    let reader = try request.open()
    var batch = TextBatch(columnCount: request.columns.count)
    while let piece = try reader.nextPiece() {
      while try piece.read(into: &batch) {
        for row in 0..<batch.rowCount {
          for column in request.columns.indices {
            result.cells.append(Array(batch.text(column, row)))
          }
        }
        for broken in batch.broken {
          result.broken.append(Array(batch.windowBytes(broken.offset, broken.length)))
        }
      }
    }
  } catch {
    result.trouble = "\(error)"
  }
  return result
}
