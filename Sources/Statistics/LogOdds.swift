import Foundation

/// How much more one corpus says a word than another: the difference of log odds under an informative
/// Dirichlet prior, weighed by its standard error (Monroe, Colaresi & Quinn 2008, "Fightin' words").
public struct LogOdds: Sendable, Hashable {
  /// Above 0 where the first says it more.
  public let difference: Double
  public let variance: Double

  /// - Parameters:
  ///   - counts: of the word in the first and in the second.
  ///   - totals: of all words there.
  ///   - prior: what the prior has of the word, and of all.
  public init(
    counts: (Double, Double), totals: (Double, Double), prior: (word: Double, all: Double)
  ) {
    func odds(_ count: Double, _ total: Double) -> Double {
      (count + prior.word) / (total + prior.all - count - prior.word)
    }
    difference = log(odds(counts.0, totals.0)) - log(odds(counts.1, totals.1))
    variance = 1 / (counts.0 + prior.word) + 1 / (counts.1 + prior.word)
  }

  public var z: Double { difference / variance.squareRoot() }

  /// The probability of a z at least as far from 0, the same on every machine.
  public var p: Double { StudentT.normal.probability(beyond: z).decidable }
}
