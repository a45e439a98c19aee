import Foundation
import Testing

@testable import Statistics

/// Queues against Markov chains solved by NumPy and SciPy, and against a published table.
@Suite struct ErlangTests {
  struct Answers: Decodable {
    struct Case: Decodable {
      let arrivals, handle, within, waiting, served, abandoned, wait, occupancy: Double
      let patience: Double?
      let agents: Int
    }
    struct Goal: Decodable {
      let arrivals, handle, share, within, occupancy: Double
      let patience: Double?
      let agents: Int
    }
    let cases: [Case]
    let goals: [Goal]
  }

  static func answers() throws -> Answers {
    try KnownAnswers.decode("StatisticsTests/Fixtures/erlang.json")
  }

  static func outcome(
    _ load: ErlangLoad, patience: Double?, agents: Int, within: Double
  ) -> QueueOutcome? {
    guard let patience else { return ErlangC.outcome(load, agents: agents, within: within) }
    return ErlangA.outcome(load, patience: patience, agents: agents, within: within)
  }

  @Test func `both queues are the Markov chains that they are made of`() throws {
    for known in try Self.answers().cases {
      let load = ErlangLoad(arrivals: known.arrivals, handleTime: known.handle)
      let outcome = try #require(
        Self.outcome(load, patience: known.patience, agents: known.agents, within: known.within))
      #expect(isNear(outcome.waiting, known.waiting))
      #expect(isNear(outcome.servedInTime, known.served))
      #expect(isNear(outcome.abandoned, known.abandoned))
      #expect(isNear(outcome.meanWait, known.wait))
      #expect(isNear(outcome.occupancy, known.occupancy))
    }
  }

  /// Garnett, Mandelbaum & Reiman, "Designing a call center with impatient customers", M&SOM 4 (2002),
  /// table 1: 50 agents, 48 calls a minute, a minute each, patience of two minutes.
  @Test func `patience makes of a queue what its authors printed`() throws {
    let load = ErlangLoad(arrivals: 48.0 / 60, handleTime: 60)
    let endless = try #require(ErlangC.outcome(load, agents: 50, within: 58.1))
    let impatient = ErlangA.outcome(load, patience: 120, agents: 50, within: 12.5)
    func rounded(_ number: Double, _ places: Double) -> Double {
      (number * places).rounded() / places
    }
    // Average waits of 20.8 and 3.7 s, 3.1 % abandoned, queues of 17 and 3, 96 and 93 % busy.
    #expect(rounded(endless.meanWait, 10) == 20.8 && rounded(impatient.meanWait, 10) == 3.7)
    #expect(rounded(impatient.abandoned, 1000) == 0.031 && endless.abandoned == 0)
    #expect(rounded(endless.meanWait * load.arrivals, 1) == 17)
    #expect(rounded(impatient.meanWait * load.arrivals, 1) == 3)
    #expect(rounded(endless.occupancy, 100) == 0.96 && rounded(impatient.occupancy, 100) == 0.93)
    // The 90th percentile of waits: 58.1 s.
    #expect(rounded(endless.servedInTime, 1000) == 0.9)
  }

  @Test func `the fewest agents are those whom a search finds`() throws {
    for known in try Self.answers().goals {
      let goal = QueueGoal(
        share: known.share, within: known.within, occupancy: known.occupancy)
      let load = ErlangLoad(arrivals: known.arrivals, handleTime: known.handle)
      #expect(goal.agents(load, patience: known.patience) == known.agents)
    }
  }

  @Test func `nobody is needed where nobody comes, and no number is enough below the traffic`() {
    let none = ErlangLoad(arrivals: 0, handleTime: 300)
    let goal = QueueGoal(share: 0.8, within: 20, occupancy: 0.85)
    #expect(goal.agents(none, patience: nil) == 0 && goal.agents(none, patience: 60) == 0)
    #expect(ErlangC.outcome(none, agents: 1, within: 20)?.servedInTime == 1)
    let busy = ErlangLoad(arrivals: 0.02, handleTime: 300)
    #expect(ErlangC.outcome(busy, agents: 6, within: 20) == nil)
    #expect(ErlangC.outcome(busy, agents: 7, within: 20) != nil)
  }
}
