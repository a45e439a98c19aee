import Columnar
import Extract
import Foundation

extension Engine {
  /// The files of all sources, in the order that decides between versions.
  func files() throws(Diagnostic) -> [Ingest.File] {
    let folder = options.exports ?? pipeline.folder
    var files: [Ingest.File] = []
    var problems: [Diagnostic] = []
    for (index, source) in pipeline.sources.enumerated() where !source.isAlternative {
      do throws(Diagnostic) {
        for (path, container) in try paths(of: source, in: folder) {
          do throws(Diagnostic) {
            let layout = try layout(of: path, index)
            let system = try system(of: path, in: container, layout, below: folder)
            files.append(try file(path, of: layout, system: system, in: container))
          } catch {
            problems.append(error)
          }
        }
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Diagnostic(problems) }
    return files
  }

  /// What the patterns of a source name, once each in their natural order: files, and members
  /// of archives with the archive.
  private func paths(
    of source: PipelineFile.Source, in folder: String
  ) throws(Diagnostic) -> [(path: String, container: String)] {
    var containers: [String: String] = [:]
    var others: Set<String> = []
    var broken: [String: Diagnostic] = [:]
    for (container, members) in source.globs.flatMap({ FilePattern($0).files(in: folder) }) {
      do throws(Diagnostic) {
        for path in try MemberPath.expanded(container) {
          let member = path.dropFirst(container.count + 1)
          if members?.matches(path: String(member)) ?? true {
            containers[path] = container
          } else {
            others.insert(path)
          }
        }
      } catch {
        broken[container] = error
      }
    }
    guard broken.isEmpty else {
      throw Diagnostic(broken.keys.inNaturalOrder().compactMap { broken[$0] })
    }
    guard !containers.isEmpty else {
      throw Diagnostic(
        .noFiles(source.name, source.globs, folder, others: others.inNaturalOrder()),
        at: source.filesLocation, failure: .noInput)
    }
    return containers.keys.inNaturalOrder().map { ($0, containers[$0] ?? $0) }
  }

  /// The layout of a source that a file has most columns of: the source itself, or one of the
  /// alternatives behind it.
  private func layout(of path: String, _ index: Int) throws(Diagnostic) -> Int {
    let rest = pipeline.sources[(index + 1)...].prefix { $0.isAlternative }
    guard !rest.isEmpty else { return index }
    var best = (share: -1.0, index: index)
    for candidate in index...(index + rest.count) {
      let source = pipeline.sources[candidate]
      let there = Set(
        try source.request(for: path).request.sampledColumns().map { $0.lowercased() })
      let fields = source.mapping.fields
      let present = fields.count { field in
        (field.joined.isEmpty ? [field.from] + field.alternatives : field.joined)
          .contains { there.contains($0.lowercased()) }
      }
      let share = Double(present) / Double(max(1, fields.count))
      if share > best.share { best = (share, candidate) }
    }
    return best.index
  }

  /// The system whose records a file holds.
  private func system(
    of path: String, in container: String, _ index: Int, below folder: String
  ) throws(Diagnostic) -> String {
    let source = pipeline.sources[index]
    guard let rule = source.systemRule else { return source.mapping.system }
    // A member of an archive lies in it as in a folder.
    let member = path == container ? "" : "/" + path.dropFirst(container.count + 1)
    let prefix = FileSystem.join(folder, "")
    let own = container.hasPrefix(prefix) ? String(container.dropFirst(prefix.count)) : container
    guard let system = rule.system(of: own + member) else {
      throw Diagnostic(
        .noSystem(rule, source.name), at: .init(file: path), failure: .configuration)
    }
    if !rule.choices.isEmpty && !rule.choices.contains(system) {
      throw Diagnostic(
        .notAChoice(system, "system", rule.choices), at: .init(file: path),
        failure: .configuration)
    }
    return system
  }

  /// - Parameter container: the file on disk, which `path` may name a member of.
  private func file(
    _ path: String, of index: Int, system: String, in container: String
  ) throws(Diagnostic) -> Ingest.File {
    // Before anything of the file is looked at.
    let stamp = try FileStamp(container)
    var found = try pipeline.sources[index].request(for: path)
    found.request.stamp = stamp
    if let note = found.note { progress.say(.note(.readAs(note), at: .init(file: path))) }
    let attributes = try? FileManager.default.attributesOfItem(atPath: container)
    return Ingest.File(
      source: index, system: system, path: path, bytes: attributes?[.size] as? Int ?? 0,
      request: found.request, layout: found.layout)
  }
}

extension Ingest.File {
  /// The same file, which may lack some columns.
  func without(_ columns: Set<String>) -> Ingest.File {
    var request = request
    request.optional.formUnion(columns)
    return Ingest.File(
      source: source, system: system, path: path, bytes: bytes, request: request, layout: layout)
  }

  /// - Parameter reasons: whether the reasons of a file of rows that are sent again are read, too.
  func reading(_ columns: [String], reasons: Bool = false) -> Ingest.File {
    var request = request
    request.columns = columns
    if reasons { request.addReasonColumn() }
    return Ingest.File(
      source: source, system: system, path: path, bytes: bytes, request: request, layout: layout)
  }
}

extension Diagnostic.Message {
  static func readAs(_ layout: String) -> Self { Self("read as \(layout)") }

  /// - Parameter others: members of archives that the patterns leave out.
  static func noFiles(
    _ source: String, _ globs: [String], _ folder: String, others: [String]
  ) -> Self {
    let listed = { (names: [String]) in names.map { "'\($0)'" }.joined(separator: ", ") }
    let hint = others.isEmpty ? "" : "; there are \(listed(Array(others.prefix(8))))"
    return Self(
      "no file of the source '\(source)' matches \(listed(globs)) in '\(folder)'\(hint)")
  }
}
