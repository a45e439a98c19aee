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

  @Test func `a year of two digits may come first`() {
    #expect(readings("26-10-02", "26-10-03") == "instant 'dd-MM-yy' or instant 'yy-MM-dd'")
    #expect(readings("26-10-02", "26-10-32") == "instant 'dd-MM-yy'")
    #expect(readings("31-10-02", "26-10-31") == "instant 'dd-MM-yy' or instant 'yy-MM-dd'")
    #expect(readings("99-10-02", "26-10-31") == "instant 'yy-MM-dd'")
  }

  @Test func `dates as sheets and systems write them`() {
    #expect(readings("02.10.2026, 08:15", "13.10.2026, 09:00") == "instant 'dd.MM.yyyy, HH:mm'")
    #expect(readings("10/13/2026, 8:15:00 AM") == "instant 'MM/dd/yyyy, hh:mm:ss a'")
    #expect(readings("02-Oct-26", "03-Nov-26") == "instant 'dd-MMM-yy'")
    #expect(readings("2026年10月2日") == "instant 'yyyy'年'M'月'd'日''")
  }

  @Test func `durations of two parts are in doubt, those of three are not`() {
    #expect(readings("1:01", "12:30") == "duration 'hms' or duration 'signed-hm'")
    #expect(readings("0:01:01", "12:30") == "duration 'hms'")
    #expect(readings("-1:01", "26:30:00") == "duration 'hms'")
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
