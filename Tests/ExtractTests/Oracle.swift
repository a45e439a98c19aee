import Foundation

/// The programs of `Tests/Oracle`, which read the same input by other means.
enum Oracle {
  /// What a program prints, given its standard input.
  static func run(_ name: String, _ input: Data) throws -> Data {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", root.appendingPathComponent("Oracle/\(name).py").path]
    let file = TemporaryFile(Array(input))
    let output = Pipe()
    process.standardInput = FileHandle(forReadingAtPath: file.path)
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
