import Foundation

/// Seeded tickets of twenty columns in the formats that the readers take.
enum BenchFiles {
  static let columns = [
    "id", "created_at", "first_reply_at", "solved_at", "updated_at", "status", "channel",
    "priority", "category", "product", "team", "agent", "account", "tier", "csat", "reopens",
    "replies", "handle_seconds", "escalated", "subject",
  ]

  private static let words = [
    "login", "invoice", "refund", "crash", "slow", "export", "billing", "password", "sync",
    "timeout", "upgrade", "licence",
  ]

  /// Writes the four files, each of about so many MiB.
  static func write(to folder: String, mebibytes: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let header = columns.joined(separator: ",") + "\n"
    try write("\(folder)/plain.csv", mebibytes, header, "") { fields in
      fields.joined(separator: ",") + "\n"
    }
    try write("\(folder)/quoted.csv", mebibytes, header, "") { fields in
      fields.enumerated().map { index, field in
        index % 2 == 1 || index == 0
          ? field : "\"\(field)\(index > 16 ? ", \"\"so\"\"" : index > 12 ? ", so" : "")\""
      }.joined(separator: ",") + "\n"
    }
    try write("\(folder)/rows.ndjson", mebibytes, "", "") { fields in
      "{"
        + zip(columns, fields).map { name, field in
          Int(field) != nil ? "\"\(name)\":\(field)" : "\"\(name)\":\"\(field)\""
        }.joined(separator: ",") + "}\n"
    }
    try write(
      "\(folder)/rows.xml", mebibytes, "<?xml version=\"1.0\"?>\n<tickets>\n", "</tickets>\n"
    ) { fields in
      "<ticket>" + zip(columns, fields).map { "<\($0)>\($1)</\($0)>" }.joined() + "</ticket>\n"
    }
  }

  private static func write(
    _ path: String, _ mebibytes: Int, _ head: String, _ tail: String,
    _ row: ([String]) -> String
  ) throws {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = FileHandle(forWritingAtPath: path)!
    var text = Array(head.utf8)
    var written = 0
    var number = 0
    while written + text.count < mebibytes << 20 {
      text += Array(row(ticket(number)).utf8)
      number += 1
      if text.count > 1 << 20 {
        try file.write(contentsOf: Data(text))
        written += text.count
        text.removeAll(keepingCapacity: true)
      }
    }
    text += Array(tail.utf8)
    try file.write(contentsOf: Data(text))
  }

  private static func ticket(_ number: Int) -> [String] {
    var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next(_ limit: Int) -> Int {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return Int(truncatingIfNeeded: (state &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    func time() -> String {
      "2026-\(two(1 + next(12)))-\(two(1 + next(28)))T\(two(next(24))):\(two(next(60))):\(two(next(60)))Z"
    }
    func word() -> String { words[next(words.count)] }
    return [
      "AM-\(number)", time(), time(), next(5) == 0 ? "" : time(), time(),
      ["open", "solved", "closed"][next(3)], ["email", "phone", "chat"][next(3)],
      ["low", "normal", "high"][next(3)], "cat\(two(next(24)))", ["Core", "Mobile"][next(2)],
      "AMER-\(next(4))", "AM-a\(next(400))", "acct-\(next(20000))",
      ["enterprise", "business", "starter"][next(3)], next(3) == 0 ? "\(1 + next(5))" : "",
      "\(next(3))", "\(next(9))", "\(next(5000))", next(2) == 0 ? "true" : "false",
      "\(word()) \(word()) \(word()) \(word())",
    ]
  }
}
