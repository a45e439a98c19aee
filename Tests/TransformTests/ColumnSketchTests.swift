import Testing

@testable import Transform

@Suite struct ColumnSketchTests {
  private func readings(_ values: String...) -> String {
    var sketch = ColumnSketch()
    for value in values { sketch.add(value.utf8Span.span) }
    return sketch.readings.map(\.name).joined(separator: " or ")
  }

  @Test func `dates with points have the day first`() {
    #expect(readings("01.10.2026", "02.11.2026") == "instant 'dd.MM.yyyy'")
    #expect(readings("01.10.26", "02.11.26") == "instant 'dd.MM.yy'")
    #expect(readings("2026.10.01", "2026.11.02") == "instant 'yyyy.MM.dd'")
  }

  @Test func `dates with other marks are in doubt until a day is past the twelfth`() {
    #expect(readings("01/10/2026", "02/11/2026") == "instant 'dd/MM/yyyy' or instant 'MM/dd/yyyy'")
    #expect(readings("01/10/2026", "13/11/2026") == "instant 'dd/MM/yyyy'")
    #expect(readings("01-10-2026", "11-13-2026") == "instant 'MM-dd-yyyy'")
  }

  @Test func `three digits behind a mark are in doubt, others are not`() {
    #expect(readings("1.234", "2.500") == "decimal or decimal with comma")
    #expect(
      readings("1,234", "12,500") == "decimal with marks of thousands or decimal with comma")
    #expect(readings("1,234", "12,500.5") == "decimal with marks of thousands")
    #expect(readings("1.234", "2.5") == "decimal")
    #expect(readings("1,234", "2,5") == "decimal with comma")
    #expect(readings("1.234.567") == "decimal with comma")
    #expect(readings("1,234.50", "0.125") == "decimal")
    #expect(readings("1234", "2500") == "integer")
  }

  @Test func `numbers and versions are no dates`() {
    #expect(readings("2026.10", "2026.11") == "decimal")
    #expect(readings("10.2.3", "10.2.14") == "text")
  }
}
