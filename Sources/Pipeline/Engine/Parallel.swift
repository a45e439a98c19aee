import Synchronization

/// Runs a body once for each of so many workers; the results stand in the workers' order.
func inParallel<T: Sendable>(
  _ workers: Int, _ body: @escaping @Sendable (Int) -> T
) async -> [T] {
  await withTaskGroup(of: (Int, T).self) { group in
    for worker in 0..<workers { group.addTask { (worker, body(worker)) } }
    var results: [(Int, T)] = []
    for await result in group { results.append(result) }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// Runs a body once for each of so many jobs, which workers share out; the results stand in the order
/// of the jobs.
func inParallel<T: Sendable>(
  _ workers: Int, jobs: Int, _ body: @escaping @Sendable (Int) -> T
) async -> [T] {
  let shared = SharedCounter()
  let works = await inParallel(min(max(1, workers), max(1, jobs))) { _ in
    var done: [(Int, T)] = []
    while let job = shared.next(below: jobs) { done.append((job, body(job))) }
    return done
  }
  return works.joined().sorted { $0.0 < $1.0 }.map(\.1)
}

/// Hands out numbers to workers. A class, because they share it.
final class SharedCounter: Sendable {
  private let value = Atomic(0)

  func next(below end: Int) -> Int? {
    let number = value.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < end ? number : nil
  }
}
