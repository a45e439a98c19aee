/// The suggestion part of a message: `; did you mean 'status'?`, or the choices, or nothing.
public func suggestion(for name: String, among choices: [String]) -> String {
  if let nearest = nearestName(to: name, among: choices) { return "; did you mean '\(nearest)'?" }
  guard !choices.isEmpty, choices.count <= 16 else { return "" }
  return "; expected " + choices.map { "'\($0)'" }.joined(separator: ", ")
}

/// What is longer is no name that somebody mistyped, and would take its square to compare.
private let longestName = 128

/// The choice at the least edit distance, where that is at most a third of the longer name.
public func nearestName(to name: String, among choices: [String]) -> String? {
  if name.utf8.count > longestName { return nil }
  let sought = Array(name.lowercased().utf8)
  var best: (distance: Int, name: String)?
  for choice in choices where choice.utf8.count <= longestName {
    let candidate = Array(choice.lowercased().utf8)
    let distance = editDistance(sought, candidate)
    guard distance * 3 <= max(sought.count, candidate.count) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (distance, choice) }
  }
  return best?.name
}

/// The Damerau–Levenshtein distance (optimal string alignment): insertions, deletions,
/// substitutions and swaps of neighbours.
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var twoBack = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in b.indices {
      current[j + 1] = min(
        previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        current[j + 1] = min(current[j + 1], twoBack[j - 1] + 1)
      }
    }
    twoBack = previous
    previous = current
  }
  return previous[b.count]
}
