import Compare
import Language

extension SectionPlan {
  /// What customers wrote of more, and of less, than in the period before.
  static let topics = SectionPlan("topics") { $0.topics }
}

extension Composer {
  private static let mostTopics = 5

  fileprivate var topics: Section? {
    guard let topics = input.topics else { return nil }
    let risen = topics.all.filter(\.hasRisen)
    let fallen = topics.all.filter { !$0.hasRisen }
    return Section(
      "topics", finding(risen, fallen),
      subtitle: .phrase(
        .topicsSubtitle,
        [
          "period": label(topics.period, days: topics.days),
          "before": label(topics.before, days: topics.days),
        ]),
      blocks(
        [], [table(.topicsRose, risen, topics), table(.topicsFell, fallen, topics)],
        [.phrase(.topicsNote, ["count": .count(Topics.fewestCustomers)])]))
  }

  private func finding(_ risen: [Topics.Topic], _ fallen: [Topics.Topic]) -> Words {
    guard let first = risen.first ?? fallen.first else { return .phrase(.topicsNone) }
    return .phrase(
      first.hasRisen ? .topicRose : .topicFell,
      [
        "term": .text(first.count.term), "before": .count(first.count.before),
        "now": .count(first.count.now),
      ])
  }

  private func table(_ caption: PhraseID, _ found: [Topics.Topic], _ topics: Topics) -> Table? {
    if found.isEmpty { return nil }
    let shown = found.prefix(Self.mostTopics)
    let isOwned = shown.contains { $0.owner != nil }
    let hasExamples = shown.contains { !$0.examples.isEmpty }
    return Table(
      caption: .phrase(caption),
      columns: [
        .phrase(.topic), .period(topics.before), .period(topics.period), .phrase(.topicQ),
      ] + (isOwned ? [.phrase(.topicOwner)] : []) + (hasExamples ? [.phrase(.topicExamples)] : []),
      rows: shown.map { topic in
        [
          Table.Cell(.text(topic.count.term)), Table.Cell(Figure.count(topic.count.before)),
          Table.Cell(Figure.count(topic.count.now)), Table.Cell(Figure.amount(topic.q, .share)),
        ] + (isOwned ? [Table.Cell(topic.owner.map { .text($0) } ?? .phrase(.unknown))] : [])
          + (hasExamples
            ? [Table.Cell(.list(topic.examples.map { .code($0) }, .listComma) as Words)] : [])
      })
  }
}
