import CLibXML2

/// The tree of elements that are wanted of a record, each with the column of its text and of its
/// attributes. Number 0 is the record itself.
///
/// libxml2 keeps each name of a document once, so that its address says which it is: a name is
/// spelt out the first time it is met below a parent, and known by its address from then on.
@safe struct WantedNames: ~Copyable {
  /// So many names below one parent are known by their address; others are spelt each time.
  private static let mostKnown = 64

  /// What an element's name means below its parent.
  struct Target {
    /// The wanted element's number, or less than 0: see `unwanted`, `recordName`, `recordWithin`.
    var element: Int32
    /// The column of its text, or -1.
    var column: Int16
    var hasAttributes = false

    static var unwanted: Target { Target(element: -1, column: -1) }
    /// One that is not wanted and has the name of the record within which it stands.
    static var recordName: Target { Target(element: -2, column: -1) }
    /// Such a one with elements of its own: a record, and no field of that name.
    static var recordWithin: Target { Target(element: -3, column: -1) }
  }

  @safe private struct Element {
    var column = -1
    var hasAttributes = false
    /// The names that were met below the element, of which the first `knownCount` are set.
    let known: UnsafeMutablePointer<Known>
    var knownCount = 0
    /// Which of the known names is likely to come next: the one that followed the last time.
    var next: UnsafeMutablePointer<Known>
  }

  private struct Known {
    /// 0 where none is set.
    var address: UInt = 0
    var target = Target.unwanted
  }

  private struct Spelling {
    var name: String
    var children: [Int] = []
    var attributes: [(name: String, column: Int)] = []
  }

  private let spellings: [Spelling]
  private let elements: UnsafeMutablePointer<Element>
  private let known: UnsafeMutablePointer<Known>

  /// Paths such as `owner.name` and `priority@display_value`, one a column.
  init(_ paths: [String]) {
    var tree = [Spelling(name: "")]
    var columns = [-1]
    for (column, path) in paths.enumerated() {
      let parts = path.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      var element = 0
      for step in parts[0].split(separator: ".") {
        if let child = tree[element].children.first(where: { tree[$0].name == step }) {
          element = child
          continue
        }
        tree.append(Spelling(name: String(step)))
        columns.append(-1)
        tree[element].children.append(tree.count - 1)
        element = tree.count - 1
      }
      if parts.count == 2 {
        tree[element].attributes.append((String(parts[1]), column))
      } else {
        columns[element] = column
      }
    }
    spellings = tree
    // Safe: both are freed in deinit and have room for every element. The names of each end with
    // one that is never set.
    let room = Self.mostKnown + 1
    unsafe elements = .allocate(capacity: tree.count)
    unsafe known = .allocate(capacity: tree.count * room)
    unsafe known.initialize(repeating: Known(), count: tree.count * room)
    for (element, spelling) in tree.enumerated() {
      let own = unsafe known + element * room
      unsafe (elements + element).initialize(
        to: Element(
          column: columns[element], hasAttributes: !spelling.attributes.isEmpty, known: own,
          next: own))
    }
  }

  deinit {
    // Safe: made in init, of trivial types.
    unsafe elements.deallocate()
    unsafe known.deallocate()
  }

  // Safe below: an element's number is one that `child` returned, or 0.

  func hasAttributes(_ element: Int32) -> Bool {
    unsafe elements[Int(element)].hasAttributes
  }

  func attributes(_ element: Int32) -> [(name: String, column: Int)] {
    spellings[Int(element)].attributes
  }

  /// What a name of libxml2's dictionary means below a wanted element.
  @inline(__always)
  func child(of element: Int32, _ name: UnsafePointer<xmlChar>) -> Target {
    let parent = unsafe elements + Int(element)
    let likely = unsafe parent.pointee.next
    guard unsafe likely.pointee.address == UInt(bitPattern: name) else {
      return unsafe search(parent, name)
    }
    unsafe parent.pointee.next = likely + 1
    return unsafe likely.pointee.target
  }

  /// The same for a name as it is written, below any element.
  func child(of element: Int32, named name: [UInt8]) -> Target {
    guard element >= 0 else { return .unwanted }
    return target(below: Int(element)) { $0.utf8.elementsEqual(name) }
  }

  private func target(below element: Int, where isNamed: (String) -> Bool) -> Target {
    guard let child = spellings[element].children.first(where: { isNamed(spellings[$0].name) })
    else { return .unwanted }
    // Safe: an element for each spelling.
    return Target(
      element: Int32(child), column: Int16(unsafe elements[child].column),
      hasAttributes: unsafe elements[child].hasAttributes)
  }

  @inline(never)
  private func search(
    _ parent: UnsafeMutablePointer<Element>, _ name: UnsafePointer<xmlChar>
  ) -> Target {
    let address = UInt(bitPattern: name)
    let count = unsafe parent.pointee.knownCount
    for index in 0..<count {
      let known = unsafe parent.pointee.known + index
      guard unsafe known.pointee.address == address else { continue }
      unsafe parent.pointee.next = known + 1
      return unsafe known.pointee.target
    }
    let target = unsafe spelt(parent - elements, name)
    if count < Self.mostKnown {
      let known = unsafe parent.pointee.known + count
      unsafe known.pointee = Known(address: address, target: target)
      unsafe parent.pointee.knownCount = count + 1
      unsafe parent.pointee.next = known + 1
    }
    return target
  }

  private func spelt(_ element: Int, _ name: UnsafePointer<xmlChar>) -> Target {
    // Safe: libxml2's names end with a zero.
    let spelling = unsafe String(cString: name)
    return target(below: element) { $0 == spelling }
  }
}
