import Aggregate

extension [QueueLoad] {
  /// Those of which an audience that does not see few records may see what need of agents they make: of
  /// records enough. What is shown of a load is a number of agents, whole ones a half-hour and tenths of
  /// full-time ones: no sum of times or records follows from it, so that none beside it need be hidden.
  func shown(_ limits: SmallN) -> [QueueLoad] {
    filter { $0.kind == .shifts || $0.records >= limits.suppress }
  }
}

extension [QueueLoad] {
  /// The teams as an audience sees them; nothing where it sees neither names nor pseudonyms, or may not see
  /// the channels.
  func named(_ edition: Edition) -> [QueueLoad] {
    let hidden = edition.hidden(["team", "channel"])
    if isEmpty || hidden.isEmpty { return self }
    if hidden.contains("channel") || edition.key == nil { return [] }
    return map { load in
      var load = load
      load.team = edition.name("team", load.team)
      return load
    }
    .sorted { ($0.kind.rawValue, $0.team, $0.channel) < ($1.kind.rawValue, $1.team, $1.channel) }
  }
}
