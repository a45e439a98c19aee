import Records
import Transform

/// Names under which exports carry the fields of the common schema, and words for its values. A
/// field's own name is one of them.
struct FieldSynonyms {
  private let columns: [String]
  /// Their plain names, and those of the last steps of their paths.
  private let plain: [String]
  private let leaves: [String]

  init(of columns: [String]) {
    self.columns = columns
    plain = columns.map(Self.plain)
    leaves = columns.map { column in
      Self.plain(column.split { $0 == "." || $0 == "@" }.last.map(String.init) ?? column)
    }
  }

  /// A name without what differs between exports: letter case, blanks, marks, and a remark in
  /// brackets, such as a unit.
  private static func plain(_ name: String) -> String {
    let words = name.firstIndex(of: "(").map { name[..<$0] } ?? name[...]
    let known = words.unicodeScalars.filter {
      $0.properties.isAlphabetic || 0x30...0x39 ~= $0.value
    }
    return String(String.UnicodeScalarView(known)).lowercased()
  }

  /// For each field of a kind the column that is likely its own: by its name, or by the last step
  /// of its path.
  func mapping(onto kind: CommonSchema.Kind) -> [(field: String, column: String)] {
    let byName = places(plain)
    let byLeaf = places(leaves)
    var taken: Set<Int> = []
    return kind.fields.compactMap { field in
      // The order of the names decides: the first is the most telling.
      for name in [Self.plain(field.name)] + Self.names(of: field.name, in: kind.kind) {
        let all = (byName[name] ?? []) + (byLeaf[name] ?? [])
        guard let place = all.first(where: { !taken.contains($0) }) else { continue }
        taken.insert(place)
        return (field.name, columns[place])
      }
      return nil
    }
  }

  private func places(_ names: [String]) -> [String: [Int]] {
    Dictionary(grouping: names.indices) { names[$0] }
  }

  /// Words of exports for the words of an enumeration, in lower case.
  static let words: [String: [String: String]] = [
    "status": [
      "resolved": "solved", "done": "solved", "fixed": "solved", "in progress": "open",
      "active": "open", "reopened": "open", "assigned": "open", "working": "open",
      "waiting on customer": "pending", "waiting for customer": "pending",
      "awaiting user info": "pending", "waiting": "pending", "hold": "on_hold",
      "on hold": "on_hold", "on-hold": "on_hold", "waiting on third party": "on_hold",
      "awaiting vendor": "on_hold", "canceled": "deleted", "cancelled": "deleted",
      "neu": "new", "offen": "open", "in bearbeitung": "open", "in arbeit": "open",
      "wartet auf kunde": "pending", "wartet auf kunden": "pending", "ausstehend": "pending",
      "angehalten": "on_hold", "gelöst": "solved", "erledigt": "solved", "geschlossen": "closed",
      "nouveau": "new", "ouvert": "open", "en cours": "open", "en attente": "pending",
      "en pause": "on_hold", "résolu": "solved", "fermé": "closed", "clos": "closed",
      "nuevo": "new", "abierto": "open", "en curso": "open", "pendiente": "pending",
      "en espera": "on_hold", "resuelto": "solved", "resuelta": "solved", "cerrado": "closed",
      "cerrada": "closed", "novo": "new", "aberto": "open", "em andamento": "open",
      "pendente": "pending", "em espera": "on_hold", "resolvido": "solved", "fechado": "closed",
      "nuovo": "new", "aperto": "open", "in corso": "open", "in attesa": "pending",
      "in sospeso": "on_hold", "risolto": "solved", "chiuso": "closed", "nieuw": "new",
      "in behandeling": "open", "opgelost": "solved", "gesloten": "closed", "新規": "new",
      "オープン": "open", "対応中": "open", "保留中": "pending", "待機中": "on_hold", "解決済み": "solved",
      "終了": "closed", "新建": "new", "处理中": "open", "已解决": "solved", "已关闭": "closed",
    ],
    "priority": [
      "critical": "urgent", "highest": "urgent", "blocker": "urgent", "p1": "urgent",
      "1 - critical": "urgent", "p2": "high", "major": "high", "2 - high": "high",
      "medium": "normal", "moderate": "normal", "p3": "normal", "3 - moderate": "normal",
      "p4": "low", "minor": "low", "lowest": "low", "trivial": "low", "4 - low": "low",
      "5 - planning": "low", "planning": "low",
      "niedrig": "low", "mittel": "normal", "hoch": "high", "dringend": "urgent",
      "kritisch": "urgent", "basse": "low", "faible": "low", "normale": "normal",
      "moyenne": "normal", "haute": "high", "élevée": "high", "urgente": "urgent",
      "critique": "urgent", "baja": "low", "media": "normal", "alta": "high", "crítica": "urgent",
      "baixa": "low", "média": "normal", "bassa": "low", "laag": "low", "gemiddeld": "normal",
      "normaal": "normal", "hoog": "high", "低": "low", "中": "normal", "通常": "normal",
      "高": "high", "緊急": "urgent", "紧急": "urgent",
    ],
  ]
}
