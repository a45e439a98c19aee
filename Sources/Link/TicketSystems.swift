import Columnar
import Records

/// Of which system the tickets are that records name: the one they say, else their own.
struct TicketSystems {
  private let own: Int?
  private let said: Int?
  /// For codes of `ticket_system`, those of `system`.
  private let codes: [Int64]

  init(_ schema: Schema, _ dictionaries: [String: TextDictionary]) {
    own = schema.index(of: "system")
    said = schema.index(of: "ticket_system")
    let systems = dictionaries["system"]
    codes = (dictionaries["ticket_system"]?.texts ?? []).map {
      systems?.knownCode(of: $0) ?? .missing
    }
  }

  func system(_ batch: RecordBatch, _ row: Int) -> Int64 {
    if let said, batch.columns[said][row] != .missing {
      return codes[Int(batch.columns[said][row])]
    }
    return own.map { batch.columns[$0][row] } ?? .missing
  }
}
