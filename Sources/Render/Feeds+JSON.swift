import Columnar
import Compare

extension Feeds.Source {
  /// An object with sorted keys.
  var json: String {
    let members = self.members.sorted { $0.key < $1.key }.map { dimension, names in
      "\(JSONText.quoted(dimension)):[\(names.sorted().map(JSONText.quoted).joined(separator: ","))]"
    }
    let periods = self.periods.sorted().map { JSONText.quoted($0.description) }
    return """
      {"kind":\(JSONText.quoted(kind.rawValue)),"members":{\(members.joined(separator: ","))},\
      "name":\(JSONText.quoted(name)),"periods":[\(periods.joined(separator: ","))]}
      """
  }
}
