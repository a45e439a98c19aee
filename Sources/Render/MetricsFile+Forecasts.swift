import Columnar
import Compare
public import Compose

extension MetricsFile {
  /// What the periods to come are expected to bring, one JSON object a line; `docs/data.md` describes
  /// them.
  public static func forecasts(_ input: ReportInput) -> [String] {
    input.forecasts.all.map { forecast in
      let figure = forecast.figure
      return """
        {"dimensions":\(forecast.group.json),"error":\(JSONText.number(figure.error)),\
        "horizon":\(forecast.horizon),\
        "interval":[\(JSONText.number(figure.low)),\(JSONText.number(figure.high))],\
        "metric":\(JSONText.quoted(forecast.metric.id)),\
        "model":\(JSONText.quoted(figure.model.rawValue)),\
        "naive_error":\(JSONText.number(figure.naiveError)),"origins":\(figure.origins),\
        "period":\(JSONText.quoted(forecast.period.description)),\
        "unit":\(JSONText.quoted(forecast.metric.unit.rawValue)),\
        "value":\(JSONText.number(figure.value))}
        """
    }
  }
}
