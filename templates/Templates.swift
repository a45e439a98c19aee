public enum X { public static var a: [UInt8] { PackageResources.board_html_mustache } }
