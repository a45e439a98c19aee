public import Aggregate

/// What a change must be for something to happen: a gate of a comparison.
public struct ChangeTest: Sendable, Hashable {
  public enum Subject: Sendable, Hashable {
    /// Any metric and group that is compared, or any signal.
    case any
    /// The id of a metric, for the whole or a group.
    case metric(String, Group)
  }

  public enum Asks: Sendable, Hashable {
    /// By the word of a verdict.
    case verdict(String)
    /// That a signal of this direction is among the findings.
    case signal(Signal.Direction)
    case isBelow(Worth.Least)
    case isAbove(Worth.Least)
  }

  public let subject: Subject
  public let asks: Asks
  /// As it was written.
  public let text: String

  public init(_ subject: Subject, _ asks: Asks, text: String) {
    self.subject = subject
    self.asks = asks
    self.text = text
  }

  /// The comparisons that it holds of.
  public func rows(_ rows: [Comparison.Row]) -> [Comparison.Row] {
    rows.filter { row in
      if case .metric(let id, let group) = subject {
        guard row.metric.id == id, row.group == group else { return false }
      }
      return switch asks {
      case .verdict(let word): row.judgement.verdict.word == word
      case .signal: false
      case .isBelow(let least): size(row.change, least).map { $0 < value(least) } ?? false
      case .isAbove(let least): size(row.change, least).map { $0 > value(least) } ?? false
      }
    }
  }

  /// The signals that it holds of.
  public func signals(_ signals: [Signal]) -> [Signal] {
    guard case .signal(let direction) = asks else { return [] }
    return signals.filter { signal in
      if case .metric(let id, let group) = subject {
        guard signal.metric.id == id, group == .whole || signal.group == group else { return false }
      }
      return signal.direction == direction
    }
  }

  private func value(_ least: Worth.Least) -> Double {
    switch least {
    case .absolute(let value), .relative(let value): value
    }
  }

  private func size(_ change: Change, _ least: Worth.Least) -> Double? {
    switch least {
    case .absolute: change.absolute
    case .relative: change.relative
    }
  }
}
