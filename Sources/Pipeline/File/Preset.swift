import Presets

/// The mappings of known exports, carried in the binary: see the folder `presets/`.
enum Preset {
  static var all: [String: String] { BuiltInPresets.all }
}
