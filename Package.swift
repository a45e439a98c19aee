// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A stage: a module named by its verb, which knows only what stands left of it.
func stage(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies,
    path: "Tests/\(name)Tests")
}

let package = Package(
  name: "deskbrief",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "deskbrief", targets: ["deskbrief"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
  ],
  targets: [
    .target(name: "CAllocator"),
    .target(name: "CByteMasks"),
    .target(name: "CFileSystem"),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CBoostMath"),

    stage("Columnar", ["CAllocator", "CByteMasks", "CFileSystem", "CZstd"]),
    stage("Statistics", ["CBoostMath"]),
    stage("Civil", ["Columnar"]),
    stage(
      "Extract", ["Columnar", "CByteMasks", "CSimdJSON", "CLibXML2", "CZlib", "CZip", "CZstd"]),
    stage("Records", ["Columnar"]),
    stage("Transform", ["Columnar", "Civil", "Records"]),
    stage("Load", ["Records", "Columnar"]),
    stage("Link", ["Columnar", "Records"]),
    stage("Aggregate", ["Columnar", "Statistics", "Civil", "Records", "Link"]),
    stage(
      "Privacy",
      [
        "Columnar", "Civil", "Records", "Aggregate",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    stage("Compare", ["Statistics", "Records", "Privacy", "Aggregate", "Civil"]),
    stage("Language", []),
    stage(
      "Compose",
      ["Compare", "Privacy", "Aggregate", "Records", "Civil", "Language", "Statistics"]),
    .target(name: "Templates", path: "templates", resources: [.embedInCode("files")]),
    .target(name: "Presets", path: "presets", resources: [.embedInCode("yaml")]),
    stage(
      "Render",
      [
        "Compose", "Language", "Compare", "Aggregate", "Records", "Civil", "Statistics", "Columnar",
        "Templates",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    stage(
      "Publish",
      [
        "Columnar", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    stage(
      "Pipeline",
      [
        "Extract", "Records", "Transform", "Load", "Link", "Aggregate", "Privacy", "Compare",
        "Compose", "Language", "Render", "Publish", "Presets", "Civil", "Columnar", "Statistics",
        .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "deskbrief",
      dependencies: [
        "Pipeline", "Columnar", "Civil", "Records", "Aggregate", "Language", "Privacy", "Compose",
        "Render",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "CBareSAX", dependencies: ["CLibXML2"], path: "Benchmarks/CBareSAX"),
    .executableTarget(
      name: "readers-bench", dependencies: ["Extract", "Columnar", "CBareSAX"],
      path: "Benchmarks/Readers"),
    .executableTarget(
      name: "calendar-bench", dependencies: ["Civil"], path: "Benchmarks/Calendar"),
    .executableTarget(name: "coverage", dependencies: ["Coverage"], path: "Benchmarks/Coverage"),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // How often intervals hold the truth: a few runs in the tests, many in `make calibrate`.
    .target(name: "Coverage", dependencies: ["Statistics", "TestSupport"], path: "Tests/Coverage"),
    // Ended by the tests of Publish at each step.
    .executableTarget(
      name: "publish-killed", dependencies: ["Publish", "Columnar"], path: "Tests/PublishKilled"),
    tests("Columnar"),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "Coverage", "TestSupport"],
      path: "Tests/StatisticsTests", exclude: ["Fixtures"]),
    tests("Civil", ["Columnar"]),
    tests("Extract", ["Columnar", "CZstd", "CLibXML2"]),
    tests("Transform", ["Columnar", "Civil", "Records"]),
    tests("Load", ["Columnar", "Records"]),
    tests("Link", ["Columnar", "Records"]),
    tests("Aggregate", ["Columnar", "Statistics", "Civil", "Records", "Link"]),
    tests("Privacy", ["Aggregate", "Civil", "Columnar", "Records"]),
    tests("Compare", ["Aggregate", "Civil", "Privacy", "Records", "Statistics"]),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language"], path: "Tests/LanguageTests"),
    tests(
      "Compose",
      [
        "Aggregate", "Civil", "Compare", "Language", "Privacy", "Records", "Render", "Statistics",
      ]),
    tests(
      "Render",
      [
        "Aggregate", "Statistics", "Privacy", "Civil", "Columnar", "Compare", "Compose",
        "Language", "Records",
        "Templates",
      ]),
    .testTarget(
      name: "PublishTests",
      dependencies: [
        "Publish", "Columnar", "TestSupport", "publish-killed",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], path: "Tests/PublishTests", exclude: ["catalog-0.1.0.sql"]),
    tests(
      "Pipeline",
      [
        "Columnar", "Civil", "Records", "Transform", "Load", "Aggregate", "Privacy", "Compare",
        "Render", "Publish", "deskbrief",
      ]),
  ],
  cxxLanguageStandard: .cxx17
)

// libFuzzer must be linked in, so its targets are built only where `scripts/fuzz` asks.
if Context.environment["DESKBRIEF_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Extract", "Records", "Transform", "Columnar"],
      path: "Tests/Fuzz",
      exclude: ["corpus"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
