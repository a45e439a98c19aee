import Synchronization

/// The texts of one field over a whole run, numbered as they come.
///
/// Shared by the workers, so a class with a lock; each worker asks it once a distinct text, and
/// then its own cache. Numbers depend on who came first: order by text before anything is shown.
public final class TextDictionary: Sendable {
  private struct State: ~Copyable {
    var codes = BytesMap()
    var texts: [String] = []
  }

  private let state = Mutex(State())

  public init(_ words: [String] = []) {
    for word in words { _ = code(of: word.utf8Span.span) }
  }

  /// The number of `text`, which is given one if it is new.
  public func code(of text: Span<UInt8>) -> Int64 {
    state.withLock { state in
      if let known = state.codes.value(of: text) { return known }
      let code = Int64(state.texts.count)
      state.codes.insert(text, code)
      state.texts.append(String(copying: text))
      return code
    }
  }

  public func code(of text: String) -> Int64 { code(of: text.utf8Span.span) }

  /// The number of a text that has been seen; nil where it has not.
  public func knownCode(of text: String) -> Int64? {
    state.withLock { $0.codes.value(of: text.utf8Span.span) }
  }

  /// The text of a code that was given out.
  public func text(of code: Int64) -> String { state.withLock { $0.texts[Int(code)] } }

  /// All texts; the text of code `c` stands at `c`.
  public var texts: [String] { state.withLock { $0.texts } }

  public var count: Int { state.withLock { $0.texts.count } }
}

extension String {
  /// Bytes as text; ill-formed UTF-8 is repaired, so cast first where that matters.
  public init(copying bytes: Span<UInt8>) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for i in bytes.indices { copy.append(bytes[i]) }
    self = String(decoding: copy, as: UTF8.self)
  }
}
