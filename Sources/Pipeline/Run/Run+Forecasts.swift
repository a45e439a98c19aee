import Compare

extension Run {
  /// The reports with what is expected of their next periods, from what each may show.
  func lookingAhead(_ snapshots: [Snapshot]) async -> [Snapshot] {
    let jobs = snapshots.enumerated().flatMap { place, snapshot in
      Forecasts.jobs(snapshot.input.snapshot).map { (report: place, job: $0) }
    }
    let made = await inParallel(options.threads, jobs: jobs.count) { jobs[$0].job.made }
    return snapshots.enumerated().map { place, snapshot in
      var input = snapshot.input
      input.forecasts = Forecasts(zip(jobs, made).filter { $0.0.report == place }.map(\.1))
      return Snapshot(planned: snapshot.planned, input: input)
    }
  }
}
