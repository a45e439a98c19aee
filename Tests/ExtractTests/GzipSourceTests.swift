import Columnar
import Foundation
import Testing

@testable import Extract

@Suite struct GzipSourceTests {
  /// `printf 'a,b\n1,2\n' | gzip -n` and `printf '3,4\n' | gzip -n`, in base64.
  static let first = "H4sIAAAAAAAAA0vUSeIy1DHiAgB7B5cKCAAAAA=="
  static let second = "H4sIAAAAAAAAAzPWMeECAD4tcqkEAAAA"

  @Test func `several members are one text`() throws {
    let bytes = [Self.first, Self.second].flatMap { [UInt8](Data(base64Encoded: $0)!) }
    #expect(try readAll(bytes, "csv", ["b"]).rows == [["2"], ["4"]])
  }

  @Test func `a file that ends within a member is an error`() {
    let bytes = [UInt8](Data(base64Encoded: Self.first)!).dropLast(6)
    #expect(
      message { try readAll(Array(bytes), "csv", ["b"]) }
        == "file: error: broken gzip data: the file ends in the middle of a member")
  }
}
