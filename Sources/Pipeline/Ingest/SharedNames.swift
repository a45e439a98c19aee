import Columnar
import Extract
import Load
import Records
import Transform

/// Records that share a key with another: few are rejected, many fail the run.
struct SharedNames {
  /// Past this share of a source's keys the files, not the rows, are wrong.
  private static let most = 0.01

  private let shared: [SharedName]
  private let files: [Ingest.File]
  private let sources: [PipelineFile.Source]

  init(_ shared: [SharedName], files: [Ingest.File], sources: [PipelineFile.Source]) {
    self.shared = shared.sorted { $0.rejected < $1.rejected }
    self.files = files
    self.sources = sources
  }

  /// Rejects the later of the records that share a key; or, where a source has too many, fails.
  func reject(in outcome: inout Ingest.Outcome) throws(Diagnostic) {
    if shared.isEmpty { return }
    for source in sources.indices {
      let own = shared.filter { self.source($0.rejected) == source }
      guard let first = own.first else { continue }
      let names = Set(own.map(\.kept))
      let kept = files.indices.reduce(0) {
        $0 + (files[$1].source == source ? outcome.kept[$1] : 0)
      }
      let keys = kept + names.count { self.source($0) != source }
      guard Double(names.count) > Self.most * Double(keys) else { continue }
      let lines = try SourceLines([first.kept, first.rejected], files)
      outcome.failures.append(
        Diagnostic(
          .manyShared(
            sources[source], names.count, keys, "\(lines[first.kept])",
            "\(lines[first.rejected])", advice(first)),
          at: sources[source].location, failure: .dataGate))
    }
    if !outcome.failures.isEmpty { return }
    let lines = try SourceLines(shared.map(\.kept), files)
    for (file, own) in Dictionary(grouping: shared, by: \.rejected.file).sorted(by: {
      $0.key < $1.key
    }) {
      let others = Dictionary(own.map { ($0.rejected, $0) }, uniquingKeysWith: { $1 })
      outcome.rejected.add(try rejections(others, file, lines))
      outcome.files[file].counts.rejected += others.count
    }
  }

  private func source(_ locator: Locator) -> Int { files[locator.file].source }

  /// Reads the rows of a file again that are to be rejected.
  private func rejections(
    _ shared: [Locator: SharedName], _ index: Int, _ lines: SourceLines
  ) throws(Diagnostic) -> [Rejection] {
    let file = files[index]
    let mapping = sources[file.source].mapping
    let field = mapping.fields.first { $0.field.name == mapping.kind.birth }
    var request = file.request
    request.columns = field.map { [$0.from] } ?? []
    var batch = TextBatch(columnCount: max(1, request.columns.count))
    var rejections: [Rejection] = []
    let reader = try request.open()
    while let piece = try reader.nextPiece() {
      while try piece.read(into: &batch) {
        for row in 0..<batch.rowCount {
          let locator = Locator(file: index, offset: batch.fileOffset(row: row))
          guard let name = shared[locator] else { continue }
          rejections.append(
            Rejection(
              batch, row: row, at: locator, field: field, cell: 0,
              reason: .shared(mapping.kind, "\(lines[name.kept])", advice(name)),
              category: .sharedByAnother(mapping.kind)))
        }
      }
    }
    return rejections
  }

  /// How two records of one key may be told apart.
  private func advice(_ name: SharedName) -> String {
    let (kept, other) = (files[name.kept.file], files[name.rejected.file])
    let source = sources[other.source]
    if kept.source != other.source {
      return "give '\(sources[kept.source].name)' and '\(source.name)' a 'system' each"
    }
    if kept.path == other.path {
      return "map 'id' onto a column, or a 'join' of columns, that tells them apart"
    }
    let folders = [kept, other].map { $0.path.split(separator: "/").dropLast() }
    return folders[0] == folders[1]
      ? "say 'system: { from: file, pattern: … }' in the source '\(source.name)'"
      : "say 'system: { from: folder }' in the source '\(source.name)'"
  }
}

extension Diagnostic.Message {
  static func sharedByAnother(_ kind: CommonSchema.Kind) -> Self {
    Self("another \(kind.kind.rawValue) has the same id")
  }

  static func shared(_ kind: CommonSchema.Kind, _ place: String, _ advice: String) -> Self {
    Self(
      "the \(kind.kind.rawValue) in \(place) has the same id and another '\(kind.birth)', so it is not "
        + "this one; to tell them apart, \(advice)")
  }

  static func manyShared(
    _ source: PipelineFile.Source, _ count: Int, _ keys: Int, _ kept: String, _ other: String,
    _ advice: String
  ) -> Self {
    Self(
      "\(count) of \(keys) ids of the source '\(source.name)' belong to several "
        + "\(source.mapping.kind.kind.rawValue)s, such as those in \(kept) and \(other), whose "
        + "'\(source.mapping.kind.birth)' differ; to tell them apart, \(advice)")
  }
}
