import Columnar

/// Turns the texts of one column into codes: trims, knows the missing words, applies the value
/// table. All that is done once a distinct text; a row costs one look-up.
struct TextCast: ~Copyable {
  /// The code of a text that the field does not take.
  static let refused = Int64.min + 1

  private var known = BytesMap()
  private let mapping: FieldMapping
  /// Our words for theirs in lower case; nil where theirs differ in letter case and mean different
  /// things.
  private let folded: [String: String?]
  private let missing: [[UInt8]]
  private let dictionary: TextDictionary
  /// The words that an enumeration takes; empty for free text.
  private let words: [String]

  init(_ mapping: FieldMapping, missing: [[UInt8]], dictionary: TextDictionary) {
    self.mapping = mapping
    folded = Dictionary(
      mapping.values.map { ($0.key.lowercased(), .some($0.value)) },
      uniquingKeysWith: { $0 == $1 ? $0 : nil })
    self.missing = missing
    self.dictionary = dictionary
    if case .enumeration(let words) = mapping.field.type { self.words = words } else { words = [] }
  }

  @inline(__always)
  mutating func code(of text: Span<UInt8>) -> Int64 {
    if let code = known.value(of: text) { return code }
    return learn(text)
  }

  private mutating func learn(_ text: Span<UInt8>) -> Int64 {
    let code = resolve(text.trimmed())
    // A column of ever new texts would fill the memory: beyond this each is resolved anew.
    if known.count < 1 << 20 { known.insert(text, code) }
    return code
  }

  private func resolve(_ text: Span<UInt8>) -> Int64 {
    if mapping.isHTML {
      let words = plainText(ofHTML: text)
      return resolve(plain: words.span)
    }
    return resolve(plain: text)
  }

  private func resolve(plain text: Span<UInt8>) -> Int64 {
    if text.isEmpty || missing.contains(where: { text.equals($0) }) { return .missing }
    guard let word = String(validating: text) else { return Self.refused }
    let lower = word.lowercased()
    if let ours = mapping.values[word] ?? folded[lower] ?? nil {
      return ours.isEmpty ? .missing : dictionary.code(of: ours)
    }
    if words.isEmpty { return dictionary.code(of: mapping.otherwise ?? word) }
    if words.contains(lower) { return dictionary.code(of: lower) }
    return mapping.otherwise.map { dictionary.code(of: $0) } ?? Self.refused
  }
}

extension String {
  /// Well-formed UTF-8 as text; nil where it is not well formed.
  init?(validating bytes: Span<UInt8>) {
    guard let text = String(validating: bytes.copied(), as: UTF8.self) else { return nil }
    self = text
  }
}
