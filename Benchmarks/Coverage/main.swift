import Coverage
import Foundation

// coverage RUNS: every case of the grid, as a table in Markdown; exit code 1 where one misses its promise.
let runs = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 20_000
var missed = 0

func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

print("| interval | setting | promise | held the truth |")
print("|---|---|---|---|")
for (place, one) in CoverageCase.all.enumerated() {
  let coverage = one.coverage(runs: runs, seed: 1 + place)
  let slack = one.slack(runs: runs)
  let isKept =
    coverage >= one.promise.lowerBound - slack && coverage <= one.promise.upperBound + slack
  let promise =
    one.promise.upperBound == 1
    ? "≥ \(percent(one.promise.lowerBound))"
    : "\(percent(one.promise.lowerBound)) to \(percent(one.promise.upperBound))"
  print(
    "| \(one.interval) | \(one.setting) | \(promise) | \(percent(coverage))\(one.isExact ? ", exactly" : "")\(isKept ? "" : " **missed**") |"
  )
  if !isKept { missed += 1 }
}
exit(missed == 0 ? 0 : 1)
