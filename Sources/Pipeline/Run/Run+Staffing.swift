import Compare

extension Run {
  /// The reports with the agents that their period asked for, from what each may show.
  func staffed(_ snapshots: [Snapshot]) async -> [Snapshot] {
    guard let rules = pipeline.staffing else { return snapshots }
    let jobs = snapshots.enumerated().flatMap { place, snapshot in
      Staffing.jobs(snapshot.input.snapshot, rules).map { (report: place, job: $0) }
    }
    let made = await inParallel(options.threads, jobs: jobs.count) { jobs[$0].job.made }
    return snapshots.enumerated().map { place, snapshot in
      var input = snapshot.input
      input.staffingRules = rules
      input.staffing = Staffing(
        zip(jobs, made).filter { $0.0.report == place }.map(\.1), input.snapshot, rules)
      return Snapshot(planned: snapshot.planned, input: input)
    }
  }
}
