import Foundation

/// A queue whose customers give up, each after a patience of its own that is exponential (M/M/n+M; Palm
/// 1957).
public enum ErlangA {
  /// States that are less likely, beside that in which all agents are just busy, are left out.
  private static let negligible = 1e-18

  /// - Parameters:
  ///   - patience: seconds, on average.
  ///   - agents: at least one.
  ///   - within: seconds in which one should be answered.
  public static func outcome(
    _ load: ErlangLoad, patience: Double, agents: Int, within: Double
  ) -> QueueOutcome {
    let n = Double(agents)
    let (service, leaving) = (1 / load.handleTime, 1 / patience)
    if load.traffic == 0 {
      return QueueOutcome(waiting: 0, servedInTime: 1, abandoned: 0, meanWait: 0, occupancy: 0)
    }
    // How likely so many busy agents are, beside all of them: none waits.
    var (free, busy) = (0.0, n)
    var weight = 1.0
    for place in stride(from: agents, to: 0, by: -1) {
      weight *= Double(place) * service / load.arrivals
      free += weight
      busy += weight * Double(place - 1)
      if weight < negligible { break }
    }
    // With j before it e^(−leaving · wait) of one who comes is Beta(c, j + 1), so that what is asked of
    // the wait is asked of that.
    let c = n * service / leaving
    let point = exp(-leaving * within)
    // Of Beta(c + 1, j + 1) what lies below the point, grown with j.
    var term = exp(-leaving * within * (c + 1))
    var below = term
    var (full, queue, served) = (1.0, 0.0, 0.0)
    served += c / (c + 1) * (1 - below)
    weight = 1
    var waiting = 1
    while true {
      weight *= load.arrivals / (n * service + Double(waiting) * leaving)
      full += weight
      queue += weight * Double(waiting)
      busy += weight * n
      term *= (1 - point) * (c + Double(waiting)) / Double(waiting)
      below += term
      served += weight * c / (c + Double(waiting) + 1) * max(0, 1 - below)
      // Beyond the greatest weight they fall ever faster.
      if weight < negligible * full && load.arrivals < n * service + Double(waiting) * leaving {
        break
      }
      waiting += 1
    }
    let all = free + full
    return QueueOutcome(
      waiting: full / all, servedInTime: (free + served) / all,
      abandoned: leaving * queue / all / load.arrivals, meanWait: queue / all / load.arrivals,
      occupancy: busy / all / n)
  }
}
