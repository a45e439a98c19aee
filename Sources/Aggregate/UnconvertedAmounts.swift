import Synchronization

/// The amounts for which there was no rate: of which currencies, in which months.
///
/// Shared by the workers, so a class with a lock, which is taken only where a rate is lacking.
final class UnconvertedAmounts: Sendable {
  /// A currency by its code, and an instant of the month.
  struct Entry: Hashable {
    let currency: Int64
    let instant: Int64
  }

  private let found = Mutex(Set<Entry>())

  func note(_ currency: Int64, _ instant: Int64) {
    _ = found.withLock { $0.insert(Entry(currency: currency, instant: instant)) }
  }

  var entries: Set<Entry> { found.withLock { $0 } }
}
