/// What went wrong, where, and how the process should end: the one error type of Deskbrief.
///
/// Printed as `file:line:column: error: what is wrong; what was expected`.
public struct Diagnostic: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// A message is declared beside the code that raises it, as
  /// `extension Diagnostic.Message { static func … }`.
  public struct Message: Sendable, Equatable {
    public let text: String

    public init(_ text: String) { self.text = text }
  }

  /// A place in a file. Lines and columns count from 1; columns count bytes.
  public struct Location: Sendable, Equatable, CustomStringConvertible {
    public var file: String
    public var line: Int?
    public var column: Int?

    public init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    public var description: String {
      ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    }
  }

  /// The exit status that a failure ends with, numbered as in `sysexits.h`.
  public enum Failure: Int32, Sendable {
    case usage = 64
    case dataGate = 65
    case noInput = 66
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case locked = 75
    case configuration = 78
  }

  public var severity: Severity
  public var message: Message
  public var location: Location?
  public var failure: Failure
  /// What was found wrong in the same go, such as the further mistakes of a pipeline file.
  public private(set) var also: [Diagnostic] = []

  public init(
    _ message: Message, at location: Location? = nil, severity: Severity = .error,
    failure: Failure
  ) {
    self.message = message
    self.location = location
    self.severity = severity
    self.failure = failure
  }

  /// What is gone on in spite of.
  public static func warning(_ message: Message, at location: Location? = nil) -> Diagnostic {
    Diagnostic(message, at: location, severity: .warning, failure: .dataGate)
  }

  /// What is good to know.
  public static func note(_ message: Message, at location: Location? = nil) -> Diagnostic {
    Diagnostic(message, at: location, severity: .note, failure: .dataGate)
  }

  /// All that was found wrong in one go, thrown together.
  ///
  /// - Parameter found: at least one.
  public init(_ found: [Diagnostic]) {
    let all = found.flatMap(\.all)
    self = all[0]
    also = Array(all.dropFirst())
  }

  /// This one and the further ones, each by itself.
  public var all: [Diagnostic] {
    var first = self
    first.also = []
    return [first] + also
  }

  /// A line for each.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return (["\(place)\(severity): \(message.text)"] + also.map(\.description))
      .joined(separator: "\n")
  }
}
