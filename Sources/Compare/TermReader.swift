/// The words of a text, and the pairs of words that stand side by side; of Chinese and Japanese, which put
/// no space between words, the pairs of characters.
///
/// Words are in small letters. Those with a digit in them are numbers, names of versions or of persons,
/// and none; nor are single letters and `StopWords`.
public enum TermReader {
  /// Longer words are no words.
  private static let longest = 40

  public static func terms(_ text: String) -> Set<String> {
    var terms: Set<String> = []
    var previous: String?
    for run in runs(text) {
      switch run {
      case .word(let word):
        let isTold = word.count > 1 && word.count <= longest && !StopWords.all.contains(word)
        guard isTold else {
          previous = nil
          continue
        }
        terms.insert(word)
        if let previous, previous != word { terms.insert("\(previous) \(word)") }
        previous = word
      case .characters(let characters):
        previous = nil
        for (one, next) in zip(characters, characters.dropFirst()) {
          let pair = "\(one)\(next)"
          if isHiragana(one) && isHiragana(next) || StopWords.all.contains(pair) { continue }
          terms.insert(pair)
        }
      case .end: previous = nil
      }
    }
    return terms
  }

  private enum Run {
    case word(String)
    case characters([Unicode.Scalar])
    /// What ends a sentence or a part of one, and words that are none.
    case end
  }

  private static func runs(_ text: String) -> [Run] {
    var runs: [Run] = []
    var word = String.UnicodeScalarView()
    var characters: [Unicode.Scalar] = []
    var hasDigit = false
    func close() {
      if !word.isEmpty { runs.append(hasDigit ? .end : .word(String(word))) }
      if !characters.isEmpty { runs.append(.characters(characters)) }
      word.removeAll()
      characters.removeAll()
      hasDigit = false
    }
    for scalar in text.unicodeScalars {
      if isIdeographic(scalar) {
        if !word.isEmpty { close() }
        characters.append(scalar)
      } else if isLetter(scalar) {
        if !characters.isEmpty { close() }
        word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      } else if scalar.properties.numericType != nil {
        if !characters.isEmpty { close() }
        word.append(scalar)
        hasDigit = true
      } else {
        close()
        let isSpace = scalar.properties.isWhitespace || "-_/'’".unicodeScalars.contains(scalar)
        if !isSpace { runs.append(.end) }
      }
    }
    close()
    return runs
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: scalar.properties.isAlphabetic
    }
  }

  /// Han characters and both kinds of Kana, with the mark that makes a vowel long.
  private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFF66...0xFF9F, 0x20000...0x3134F:
      true
    default: false
    }
  }

  private static func isHiragana(_ scalar: Unicode.Scalar) -> Bool {
    0x3040...0x309F ~= scalar.value
  }
}
