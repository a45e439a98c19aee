/// A pattern of one name, such as a component of a `Glob`: `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`.
///
/// The places of the pattern that a name may have reached are followed together, byte by byte, so
/// the time is at most the product of both lengths, however many stars there are.
struct NamePattern {
  private enum Step {
    case byte(UInt8)
    case any
    case member(ArraySlice<UInt8>)
    /// `*`: stays here over any bytes.
    case run
    /// Goes on at each of these steps.
    case branch([Int])
    /// A bracket that is never closed matches nothing.
    case never
  }

  /// Whether the pattern asks for hidden files by name.
  let isHidden: Bool
  private var steps: [Step] = []

  init(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    isHidden = bytes.first == UInt8(ascii: ".")
    add(bytes[...])
  }

  func matches(_ name: some Sequence<UInt8>) -> Bool {
    var places = Places(count: steps.count + 1)
    reach(0, &places)
    for byte in name {
      var next = Places(count: steps.count + 1)
      for place in places.list where place < steps.count {
        switch steps[place] {
        case .byte(let wanted): if byte == wanted { reach(place + 1, &next) }
        case .any: reach(place + 1, &next)
        case .member(let set): if Self.isMember(byte, set) { reach(place + 1, &next) }
        case .run: reach(place, &next)
        case .branch, .never: break
        }
      }
      places = next
    }
    return places.isIn[steps.count]
  }

  private struct Places {
    var isIn: [Bool]
    var list: [Int] = []

    init(count: Int) { isIn = Array(repeating: false, count: count) }
  }

  /// Adds a place, and those that are reached from it without another byte.
  private func reach(_ place: Int, _ places: inout Places) {
    var open = [place]
    while let place = open.popLast() {
      if places.isIn[place] { continue }
      places.isIn[place] = true
      places.list.append(place)
      guard place < steps.count else { continue }
      switch steps[place] {
      case .run: open.append(place + 1)
      case .branch(let targets): open += targets
      default: break
      }
    }
  }

  private mutating func add(_ pattern: ArraySlice<UInt8>) {
    var rest = pattern
    while let first = rest.popFirst() {
      switch first {
      case UInt8(ascii: "*"): steps.append(.run)
      case UInt8(ascii: "?"): steps.append(.any)
      case UInt8(ascii: "["):
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
          return steps.append(.never)
        }
        steps.append(.member(rest[..<end]))
        rest = rest[(end + 1)...]
      case UInt8(ascii: "{"):
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
          return steps.append(.never)
        }
        addChoices(
          rest[..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false))
        rest = rest[(end + 1)...]
      default: steps.append(.byte(first))
      }
    }
  }

  /// A branch to each choice, and behind each a branch to what follows all.
  private mutating func addChoices(_ choices: [ArraySlice<UInt8>]) {
    let branch = steps.count
    steps.append(.never)
    var starts: [Int] = []
    var ends: [Int] = []
    for choice in choices {
      starts.append(steps.count)
      add(choice)
      ends.append(steps.count)
      steps.append(.never)
    }
    steps[branch] = .branch(starts)
    for end in ends { steps[end] = .branch([steps.count]) }
  }

  private static func isMember(_ byte: UInt8, _ set: ArraySlice<UInt8>) -> Bool {
    var set = set
    let isNegated = set.first == UInt8(ascii: "!")
    if isNegated { set = set.dropFirst() }
    var isIn = false
    while let low = set.popFirst() {
      if set.first == UInt8(ascii: "-"), let high = set.dropFirst().first {
        set = set.dropFirst(2)
        isIn = isIn || low <= byte && byte <= high
      } else {
        isIn = isIn || low == byte
      }
    }
    return isIn != isNegated
  }
}
