/// The presets of this folder, carried in the binary.
public enum BuiltInPresets {
  /// The YAML of each preset, by its name.
  public static var all: [String: String] {
    [
      "servicenow-csv": text(PackageResources.servicenow_csv_yml),
      "servicenow-json": text(PackageResources.servicenow_json_yml),
      "servicenow-xml": text(PackageResources.servicenow_xml_yml),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
