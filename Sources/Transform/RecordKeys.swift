import Civil
import Columnar
import Records

/// Makes the keys of the records of one source, and those of the tickets that they are about.
///
/// A key is the record's system and its key fields: texts as they stand, all else by its value, so
/// that the same instant written in another way is the same.
struct RecordKeys {
  private enum Part {
    /// A text with its length behind it, so that no two rows of texts read the same.
    case text(step: Int)
    case value(step: Int)
    case constant([UInt8])
    case word(Int64)
    /// The system of the ticket that the record is about.
    case ticketSystem
  }

  /// The code of the source's system.
  private let system: Int64
  private let parts: [Part]
  /// What tells events of one second apart that have no sequence.
  private let further: [Part]
  /// The step of the sequence, which need not be there.
  private let sequence: Int?
  /// The step of the id, where it is the whole key.
  private let id: Int?
  private let keySteps: [Int]

  // How a record names the ticket that it is about.
  private let ticket: Int?
  /// The step of the ticket's system; nil where all are of one.
  private let ticketSystem: Int?
  /// The code of the system of the tickets whose rows name none.
  private let usualTicketSystem: Int64
  /// For codes of `ticket_system` those of `system`.
  private let systems: TextDictionary
  private let ticketSystems: TextDictionary

  /// - Parameters:
  ///   - names: the fields of the steps.
  ///   - zone: of a field's times without an offset.
  ///   - systems: the dictionary of all systems.
  init(
    _ mapping: SourceMapping, _ names: [String], zone: (Field) -> Zone, systems: TextDictionary,
    _ dictionary: (String) -> TextDictionary
  ) {
    let kind = mapping.kind
    func part(_ name: String) -> Part {
      let isText = kind.field(name)?.type == .text
      if let step = names.firstIndex(of: name) {
        return isText ? .text(step: step) : .value(step: step)
      }
      let text = mapping.constants[name]
      if isText { return .constant(Array((text ?? "").utf8)) }
      guard let text, let field = kind.field(name) else { return .word(.missing) }
      return .word(constantValue(text, field, zone(field), dictionary))
    }
    self.systems = systems
    system = systems.code(of: mapping.system)
    ticket = kind.namesTicket ? names.firstIndex(of: "ticket") : nil
    ticketSystem = kind.namesTicket ? names.firstIndex(of: "ticket_system") : nil
    ticketSystems = dictionary("ticket_system")
    usualTicketSystem = systems.code(of: mapping.constants["ticket_system"] ?? mapping.system)
    let own = kind.key.map { part($0) }
    let isEvent = kind.kind == .event
    parts = isEvent ? [.ticketSystem] + own : own
    further = isEvent ? ["from", "to", "actor"].map { part($0) } : []
    sequence = isEvent ? names.firstIndex(of: "sequence") : nil
    keySteps = kind.key.compactMap { names.firstIndex(of: $0) }
    id = kind.key == ["id"] ? names.firstIndex(of: "id") : nil
  }

  /// The key of a row.
  ///
  /// - Parameter bytes: scratch.
  func key(
    _ batch: borrowing TextBatch, _ row: Int, _ steps: [ColumnCast], _ bytes: inout ByteArena
  ) -> RecordKey {
    if let id { return RecordKey(system: system, batch.text(id, row).trimmed()) }
    bytes.removeAll()
    for part in parts { append(part, batch, row, steps, &bytes) }
    if sequence.map({ steps[$0].isMissing(row) }) ?? true {
      for part in further { append(part, batch, row, steps, &bytes) }
    }
    return RecordKey(system: system, bytes.bytes(0, bytes.count))
  }

  /// Whether all parts of a row's key can be read.
  func isReadable(
    _ batch: borrowing TextBatch, _ row: Int, _ steps: [ColumnCast], _ required: [Int]
  ) -> Bool {
    keySteps.allSatisfy { step in
      steps[step].values[row] != TextCast.refused
        && !(required.contains(step) && batch.text(step, row).trimmed().isEmpty)
    }
  }

  /// The key of the ticket that a row is about; nil where it names none.
  func ticket(_ batch: borrowing TextBatch, _ row: Int, _ steps: [ColumnCast]) -> RecordKey? {
    guard let ticket, !steps[ticket].isMissing(row) else { return nil }
    return RecordKey(
      system: ticketSystem(row, steps), batch.text(ticket, row).trimmed())
  }

  private func ticketSystem(_ row: Int, _ steps: [ColumnCast]) -> Int64 {
    guard let ticketSystem, !steps[ticketSystem].isMissing(row) else { return usualTicketSystem }
    return systems.code(of: ticketSystems.text(of: steps[ticketSystem].values[row]))
  }

  private func append(
    _ part: Part, _ batch: borrowing TextBatch, _ row: Int, _ steps: [ColumnCast],
    _ bytes: inout ByteArena
  ) {
    switch part {
    case .text(let step):
      let text = batch.text(step, row).trimmed()
      bytes.append(text)
      bytes.append(Int64(text.count))
    case .value(let step): bytes.append(steps[step].values[row])
    case .word(let word): bytes.append(word)
    case .constant(let text):
      bytes.append(text.span)
      bytes.append(Int64(text.count))
    case .ticketSystem: bytes.append(ticketSystem(row, steps))
    }
  }
}
