import TestSupport
import Testing

@testable import Columnar

@Suite struct TextDictionaryTests {
  @Test func `a text keeps its code, and a code its text`() {
    let dictionary = TextDictionary(["new", "open"])
    #expect(dictionary.code(of: "open") == 1)
    #expect(dictionary.code(of: "solved") == 2)
    #expect(dictionary.code(of: "new") == 0)
    #expect(dictionary.text(of: 2) == "solved")
    #expect(dictionary.texts == ["new", "open", "solved"])
    #expect(dictionary.knownCode(of: "closed") == nil)
    #expect(dictionary.count == 3)
  }

  @Test func `letters that look alike but are written otherwise are two texts`() {
    let dictionary = TextDictionary()
    // One letter, and a letter with a combining accent.
    #expect(dictionary.code(of: "\u{E9}") != dictionary.code(of: "e\u{301}"))
  }

  @Test func `workers that ask at once agree on every code`() async {
    let dictionary = TextDictionary()
    let found = await withTaskGroup(of: [Int64].self) { group in
      for worker in 0..<8 {
        group.addTask {
          var random = SeededGenerator(worker)
          let order = (0..<500).shuffled(using: &random)
          var codes = [Int64](repeating: -1, count: 500)
          for number in order { codes[number] = dictionary.code(of: "text \(number)") }
          return codes
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(found).count == 1)
    #expect(Set(found[0]) == Set(0..<500))
    for (number, code) in found[0].enumerated() {
      #expect(dictionary.text(of: code) == "text \(number)")
    }
  }
}
