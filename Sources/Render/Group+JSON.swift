import Aggregate
import Columnar

extension Group {
  /// Its members by their dimensions, as an object with sorted keys.
  var json: String {
    let pairs = dimensions.map { name in
      "\(JSONText.quoted(name)):\(JSONText.quoted(members[name] ?? ""))"
    }
    return "{\(pairs.joined(separator: ","))}"
  }
}
