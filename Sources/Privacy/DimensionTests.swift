import Aggregate
import Records

/// What tests say of the dimensions of groups, which is a matter of other groups: of the good answers
/// of a region those of team A are the good answers of the region and team A.
struct DimensionTests {
  /// The records of a term that are of a group.
  struct Cell: Hashable {
    /// Says nothing of dimensions, as far as groups can say it.
    let term: Form.Term
    let group: Group
  }

  let dimensions: Set<String>
  let choices: MemberChoices

  /// The term without what it says of dimensions.
  func stem(_ term: Form.Term) -> Form.Term {
    var stem = term
    for dimension in dimensions { stem.conditions[dimension] = nil }
    return stem
  }

  /// The words that some terms look for, by dimension.
  func words(_ forms: [Form]) -> [String: Set<String>] {
    var words: [String: Set<String>] = [:]
    for term in forms.flatMap(\.factors.keys) {
      for (dimension, condition) in term.conditions where dimensions.contains(dimension) {
        if case .word(let word) = condition { words[dimension, default: []].insert(word) }
      }
    }
    return words
  }

  /// A form of a group as a sum of cells.
  func cells(_ form: Form, _ group: Group) -> [Cell: Int] {
    var cells: [Cell: Int] = [:]
    for (term, factor) in form.factors {
      for (cell, own) in self.cells(term, group) {
        let sum = cells[cell, default: 0] + factor * own
        cells[cell] = sum == 0 ? nil : sum
      }
    }
    return cells
  }

  private func cells(_ term: Form.Term, _ group: Group) -> [(Cell, Int)] {
    var groups = [(group, 1)]
    var stem = term
    for (dimension, condition) in term.conditions where dimensions.contains(dimension) {
      func inner(_ member: String, _ sign: Int) -> [(Group, Int)] {
        groups.compactMap { group, factor in
          choices.group(group, where: dimension, is: member).map { ($0, sign * factor) }
        }
      }
      switch condition {
      case .word(let word): groups = inner(word, 1)
      case .present: groups += inner(Group.none, -1)
      // What cannot be said of groups stays a condition.
      case .atLeast, .test: continue
      }
      stem.conditions[dimension] = nil
    }
    return groups.map { (Cell(term: stem, group: $0), $1) }
  }
}
