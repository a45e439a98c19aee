import Foundation
import Testing

/// The table of rooms in `Sources/README.md`, held against what the sources import.
@Suite struct RoomsTests {
  struct Room {
    var name: String
    /// Nil where it may import any room above it.
    var imports: Set<String>?
  }

  static let sources = "\(RunTests.root)/Sources"

  static let rooms: [Room] = {
    let page = (try? String(contentsOfFile: "\(sources)/README.md", encoding: .utf8)) ?? ""
    let table = page.components(separatedBy: "\n\n").first { $0.hasPrefix("| room |") } ?? ""
    return table.split(separator: "\n").dropFirst(2).map { row in
      let cells = row.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let imports = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      return Room(
        name: cells[1].trimmingCharacters(in: ["`"]),
        imports: imports == ["any"] ? nil : Set(imports))
    }
  }()

  /// The modules that the files of a room import.
  static func imports(of room: String) throws -> Set<String> {
    let folder = URL(filePath: "\(sources)/\(room)", directoryHint: .isDirectory)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var modules: Set<String> = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count <= 3, let name = words.last, words.dropLast().last == "import" else {
          continue
        }
        modules.insert(String(name))
      }
    }
    return modules
  }

  @Test func `every folder of Swift sources is a room of the table`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources)
      .filter {
        $0 != "README.md" && !($0.first == "C" && $0.dropFirst().first?.isUppercase ?? false)
      }
    #expect(Set(folders) == Set(Self.rooms.map(\.name)))
  }

  @Test(arguments: rooms.map(\.name)) func `a room imports what its row says`(name: String) throws {
    let place = try #require(Self.rooms.firstIndex { $0.name == name })
    let room = Self.rooms[place]
    let imported = try Self.imports(of: name).intersection(Self.rooms.map(\.name))
    #expect(imported.isSubset(of: Self.rooms[..<place].map(\.name)), "rooms below \(name)")
    if let declared = room.imports { #expect(imported == declared) }
  }

  /// What is not among a target's dependencies is built before it by luck alone.
  @Test(arguments: rooms.map(\.name)) func `a room's imports are its target's dependencies`(
    name: String
  ) throws {
    let package = try String(contentsOfFile: "\(RunTests.root)/Package.swift", encoding: .utf8)
    let call = try #require(
      package.firstRange(
        of: name == "deskbrief" ? "name: \"deskbrief\",\n      dep" : "\"\(name)\","
      )
      .flatMap { found in
        package[found.upperBound...].firstIndex(of: "[").flatMap { open in
          package[open...].firstIndex(of: "]").map { package[open...$0] }
        }
      })
    let rooms = Set(Self.rooms.map(\.name))
    let imported = try Self.imports(of: name).intersection(rooms)
    let declared = rooms.filter { call.contains("\"\($0)\"") }
    #expect(imported.isSubset(of: declared))
  }
}
