public import Columnar
import Foundation

extension Zone {
  /// Where the system keeps its compiled zones.
  public static let directory = "/usr/share/zoneinfo"

  /// The last year for which a zone's rule is written out as transitions.
  static let lastYear = 2100

  /// A zone of the IANA database, by name, such as `Europe/London`.
  ///
  /// - Throws: a message without a location, for the caller to place.
  public static func named(
    _ name: String, directory: String = Zone.directory
  ) throws(Diagnostic) -> Zone {
    if name == "UTC" || name == "Etc/UTC" { return .utc }
    let isPlain = name.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/_-+".utf8.contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/"),
      let data = FileManager.default.contents(atPath: "\(directory)/\(name)")
    else { throw Diagnostic(.unknownZone(name), failure: .configuration) }
    guard let zone = Zone(name: name, compiled: [UInt8](data)) else {
      throw Diagnostic(.brokenZone("\(directory)/\(name)"), failure: .configuration)
    }
    return zone
  }

  /// Reads a TZif file, version 2 or later (RFC 8536): its 64-bit block, then its footer rule.
  init?(name: String, compiled bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0), first.version >= UInt8(ascii: "2"),
      let header = Header(bytes, at: first.end(timeSize: 4))
    else { return nil }
    var at = header.start
    guard header.end(timeSize: 8) <= bytes.count else { return nil }
    let times = (0..<header.times).map { bigEndian(bytes, at + $0 * 8, 8) }
    at += header.times * 8
    let kinds = bytes[at..<(at + header.times)].map(Int.init)
    at += header.times
    let offsets = (0..<header.types).map {
      Int64(Int32(truncatingIfNeeded: bigEndian(bytes, at + $0 * 6, 4)))
    }
    guard let standard = offsets.first, kinds.allSatisfy({ $0 < offsets.count }) else { return nil }

    var transitions = [Transition(instant: .min, offset: standard)]
    for (time, kind) in zip(times, kinds) where time > -4_000_000_000 {
      transitions.append(Transition(instant: time, offset: offsets[kind]))
    }
    let footer = bytes[header.end(timeSize: 8)...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
    if let rule = ZoneRule(String(decoding: footer, as: UTF8.self)) {
      let last = transitions[transitions.count - 1].instant
      transitions += rule.transitions(after: last, through: Self.lastYear)
    }
    self.init(name: name, transitions: transitions)
  }

  private struct Header {
    var version: UInt8
    var start: Int
    var utcFlags, standardFlags, leaps, times, types, characters: Int

    init?(_ bytes: [UInt8], at: Int) {
      guard bytes.count >= at + 44, bytes[at..<(at + 4)].elementsEqual("TZif".utf8) else {
        return nil
      }
      version = bytes[at + 4]
      start = at + 44
      let counts = (0..<6).map { Int(bigEndian(bytes, at + 20 + $0 * 4, 4)) }
      (utcFlags, standardFlags, leaps) = (counts[0], counts[1], counts[2])
      (times, types, characters) = (counts[3], counts[4], counts[5])
    }

    func end(timeSize: Int) -> Int {
      start + times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4)
        + standardFlags + utcFlags
    }
  }
}

private func bigEndian(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int64 {
  bytes[at..<(at + count)].reduce(0) { $0 << 8 | Int64($1) }
}

extension Diagnostic.Message {
  public static func unknownZone(_ name: String) -> Self {
    Self("no time zone '\(name)'; expected an IANA name such as 'Europe/London'")
  }

  static func brokenZone(_ path: String) -> Self {
    Self("'\(path)' is not a compiled time zone of version 2 or later")
  }
}
