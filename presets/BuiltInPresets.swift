/// The presets of the folder `yaml`, carried in the binary.
public enum BuiltInPresets {
  /// The YAML of each preset, by its name.
  public static var all: [String: String] {
    [
      "delighted-json": text(PackageResources.delighted_json_yml),
      "five9-calls": text(PackageResources.five9_calls_yml),
      "freshdesk-csv": text(PackageResources.freshdesk_csv_yml),
      "genesys-intervals": text(PackageResources.genesys_intervals_yml),
      "hubspot-csv": text(PackageResources.hubspot_csv_yml),
      "intercom-json": text(PackageResources.intercom_json_yml),
      "jira-csv": text(PackageResources.jira_csv_yml),
      "jira-xml": text(PackageResources.jira_xml_yml),
      "qualtrics-csv": text(PackageResources.qualtrics_csv_yml),
      "salesforce-case-csv": text(PackageResources.salesforce_case_csv_yml),
      "servicenow-csv": text(PackageResources.servicenow_csv_yml),
      "servicenow-json": text(PackageResources.servicenow_json_yml),
      "servicenow-xml": text(PackageResources.servicenow_xml_yml),
      "surveymonkey-csv": text(PackageResources.surveymonkey_csv_yml),
      "talkdesk-calls": text(PackageResources.talkdesk_calls_yml),
      "talkdesk-calls-legacy": text(PackageResources.talkdesk_calls_legacy_yml),
      "zendesk-csv": text(PackageResources.zendesk_csv_yml),
      "zendesk-csv-ratings": text(PackageResources.zendesk_csv_ratings_yml),
      "zendesk-export": text(PackageResources.zendesk_export_yml),
      "zendesk-json": text(PackageResources.zendesk_json_yml),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
