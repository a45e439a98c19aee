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
    /// The wanted element's number, or -1.
    var element: Int32
    /// The column of its text, or -1.
    var column: Int16
    var hasAttributes = false

    static var unwanted: Target { Target(element: -1, column: -1) }
  }

  private struct Element {
    var column = -1
    var hasAttributes = false
    var knownCount = 0
    /// Which of the known names is likely to come next: the one that followed the last time.
    var next = 0
  }

  private struct Known {
    var address: UInt
    var target: Target
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
    // Safe: both are freed in deinit and have room for every element.
    unsafe elements = .allocate(capacity: tree.count)
    unsafe known = .allocate(capacity: tree.count * Self.mostKnown)
    for (element, spelling) in tree.enumerated() {
      unsafe (elements + element).initialize(
        to: Element(column: columns[element], hasAttributes: !spelling.attributes.isEmpty))
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
    let known = unsafe known + Int(element) &* Self.mostKnown
    let address = UInt(bitPattern: name)
    let index = unsafe parent.pointee.next
    if unsafe index < parent.pointee.knownCount && known[index].address == address {
      unsafe parent.pointee.next = index &+ 1
      return unsafe known[index].target
    }
    return unsafe search(element, name)
  }

  private func search(_ element: Int32, _ name: UnsafePointer<xmlChar>) -> Target {
    let parent = unsafe elements + Int(element)
    let known = unsafe known + Int(element) * Self.mostKnown
    let address = UInt(bitPattern: name)
    for index in 0..<(unsafe parent.pointee.knownCount)
    where unsafe known[index].address == address {
      unsafe parent.pointee.next = index + 1
      return unsafe known[index].target
    }
    return unsafe spelt(Int(element), name)
  }

  private func spelt(_ element: Int, _ name: UnsafePointer<xmlChar>) -> Target {
    // Safe: libxml2's names end with a zero.
    let spelling = unsafe String(cString: name)
    var target = Target.unwanted
    if let child = spellings[element].children.first(where: { spellings[$0].name == spelling }) {
      target = Target(
        element: Int32(child), column: Int16(unsafe elements[child].column),
        hasAttributes: unsafe elements[child].hasAttributes)
    }
    let count = unsafe elements[element].knownCount
    if count < Self.mostKnown {
      unsafe known[element * Self.mostKnown + count] = Known(
        address: UInt(bitPattern: name), target: target)
      unsafe elements[element].knownCount += 1
      unsafe elements[element].next = count + 1
    }
    return target
  }
}
