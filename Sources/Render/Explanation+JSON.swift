import Aggregate
import Columnar

extension Explanation {
  /// `deskbrief.explain/1`: one object, keys sorted; one line a row.
  public func json() -> String {
    let quoted = JSONText.quoted
    let meanings = fields.sorted { $0.name < $1.name }
      .map { "\(quoted($0.name)):\(quoted($0.meaning))" }
    let rows = listings.flatMap(\.rows).map(Self.json)
    return """
      {"as_of":\(quoted(asOf.description)),
      "change":\(changeJSON),
      "coverage":\(JSONText.number(value.coverage)),\
      "definition":\(quoted(metric.definition)),\
      "dimensions":\(group.json),\
      "fields":{\(meanings.joined(separator: ","))},\
      "flags":[\(value.flags.map { quoted($0.rawValue) }.joined(separator: ","))],\
      "format":"deskbrief.explain/1",\
      "from":\(quoted(bounds.from)),\
      "good":\(quoted(metric.good.rawValue)),\
      "internal":\(isInternal),\
      "interval":\(value.estimate?.intervalJSON ?? "null"),
      "label":\(quoted(metric.label)),
      "left_out":[\(leftOut.map(Self.json).joined(separator: ","))],
      "metric":\(quoted(metric.id)),\
      "n":\(value.n),
      "not_in_numerator":[\(notInNumerator.map(Self.json).joined(separator: ","))],
      "parts":[\(parts.map(Self.json).joined(separator: ","))],
      "period":\(quoted(period.description)),
      "records":{"dropped":\(records.dropped),"kept":\(records.kept),"read":\(records.read),\
      "rejected":\(records.rejected),"superseded":\(records.superseded)},
      "rows":[
      \(rows.joined(separator: ",\n"))
      ],
      "signals":\(signalsJSON),
      "statistics":\(statisticsJSON),
      "to":\(quoted(bounds.to)),\
      "unit":\(quoted(metric.unit.rawValue)),\
      "value":\(JSONText.number(value.value)),
      "variation":\(variationJSON),\
      \(vendor.map { "\n\"vendor\":\($0.json()),\n" } ?? "")\
      "version":\(metric.version),\
      "zone":\(quoted(zone))}

      """
  }

  private static func json(_ reason: Reason) -> String {
    "{\"count\":\(reason.count),\"reason\":\(JSONText.quoted(reason.text))}"
  }

  private static func json(_ part: Part) -> String {
    """
    {"of":\(JSONText.quoted(part.words)),"role":\(JSONText.quoted(part.role.rawValue)),\
    "rows":\(part.count),"sum":\(JSONText.number(part.sum)),\
    "where":[\(part.tests.map(JSONText.quoted).joined(separator: ","))]}
    """
  }

  private static func json(_ row: Row) -> String {
    let event = row.event.map {
      "\"event_file\":\(JSONText.quoted($0.file)),\"event_line\":\($0.line),"
    }
    return """
      {\(event ?? "")"file":\(JSONText.quoted(row.place.file)),"id":\(JSONText.quoted(row.id)),\
      "instant":\(JSONText.quoted(row.instant)),"line":\(row.place.line),\
      "role":\(JSONText.quoted(row.role.rawValue)),"source":\(JSONText.quoted(row.source)),\
      "value":\(JSONText.number(row.value))}
      """
  }
}
