public import Columnar
import Crypto
import Foundation

/// The secret by which pseudonyms are made. It prints as nothing, whatever prints it.
public struct PseudonymKey: Sendable, CustomStringConvertible, CustomReflectable {
  static let leastBytes = 16

  let bytes: [UInt8]

  /// - Parameters:
  ///   - bytes: without the newline that ends a file.
  ///   - place: where the key stands, for the message.
  /// - Throws: a message without a location, where the key is too short, or one byte repeated.
  public init(_ bytes: [UInt8], in place: String) throws(Diagnostic) {
    guard bytes.count >= Self.leastBytes else {
      throw Diagnostic(.keyTooShort(place, bytes.count), failure: .configuration)
    }
    guard Set(bytes).count > 1 else {
      throw Diagnostic(.keyOfOneByte(place), failure: .configuration)
    }
    self.bytes = bytes
  }

  /// Eight hex digits that differ between keys and tell nothing of them.
  public var fingerprint: String {
    String(hexadecimal(SHA256.hash(data: Data("deskbrief key".utf8) + Data(bytes))).prefix(8))
  }

  public var description: String { "a key" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Diagnostic.Message {
  static func keyTooShort(_ place: String, _ count: Int) -> Self {
    Self("the key in \(place) has \(count) bytes; expected at least \(PseudonymKey.leastBytes)")
  }

  static func keyOfOneByte(_ place: String) -> Self {
    Self(
      "the key in \(place) is one byte repeated; expected one that nobody can guess, such as "
        + "'openssl rand -hex 32' makes")
  }
}
