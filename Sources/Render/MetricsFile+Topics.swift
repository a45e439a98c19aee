import Columnar
import Compare
public import Compose

extension MetricsFile {
  /// The words that more customers used, or fewer, one JSON object a line; `docs/data.md` describes them.
  public static func topics(_ input: ReportInput) -> [String] {
    (input.topics?.all ?? []).map { topic in
      let examples = topic.examples.map(JSONText.quoted).joined(separator: ",")
      return """
        {"before":\(topic.count.before),"examples":[\(examples)],"now":\(topic.count.now),\
        "owner":\(topic.owner.map(JSONText.quoted) ?? "null"),"q":\(JSONText.number(topic.q)),\
        "term":\(JSONText.quoted(topic.count.term)),"z":\(JSONText.number(topic.z))}
        """
    }
  }
}
