/// What `init` writes.
enum StarterPipeline {
  static let file = """
    # A first pipeline: one source, one report. 'deskbrief check pipeline.yml' lists its mistakes.
    pipeline: my-support
    title: My support
    timezone: Europe/London
    sources:
      - name: tickets
        kind: ticket
        files: exports/tickets*.csv
        timezone: Europe/London        # of times that carry no offset
        set: { region: HOME }          # the same for every row
        reject_above: 2%               # of rows; past it nothing is published
        fields:
          id: Id
          created: { from: Created at, format: "yyyy-MM-dd HH:mm" }
          first_reply: { from: First reply at, format: "yyyy-MM-dd HH:mm" }
          solved: { from: Solved at, format: "yyyy-MM-dd HH:mm" }
          updated: { from: Updated at, format: "yyyy-MM-dd HH:mm" }
          status: Status
          priority: { from: Priority, values: { P1: urgent, P2: high, P3: normal }, else: low }
          team: Team
          channel: Channel
          reopens: Reopens
          replies: Replies
    sla:
      - { where: { priority: [urgent, high] }, first_reply: 1h, resolution: 8h }
      - { first_reply: 8h, resolution: 3d }
    targets:
      first_response.median: "<= 2h"
    reports:
      # For the board itself leave 'audience' out: figures of fewer than 10 records are then hidden.
      - { name: board, period: month, dimensions: [team, channel, priority], audience: internal }

    """

  static let export = """
    Id,Created at,First reply at,Solved at,Updated at,Status,Priority,Team,Channel,Reopens,Replies
    1,2026-09-03 09:10,2026-09-03 10:00,2026-09-03 15:20,2026-09-03 15:20,closed,P2,Billing,email,0,1
    2,2026-09-17 14:02,2026-09-17 15:31,2026-09-19 11:00,2026-09-19 11:00,closed,P3,Billing,chat,1,3
    3,2026-10-02 08:30,2026-10-02 08:52,2026-10-02 12:10,2026-10-02 12:10,solved,P1,Technical,phone,0,1
    4,2026-10-11 16:45,2026-10-12 09:05,,2026-10-12 09:05,open,P3,Technical,email,0,1
    5,2026-10-20 10:00,2026-10-20 10:40,2026-10-21 09:00,2026-10-21 09:00,solved,P4,Billing,email,0,2

    """
}
