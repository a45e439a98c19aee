import CByteMasks

/// Finds where fields and rows of a delimited text end, 64 bytes at a time.
///
/// Rows end with LF, CRLF or CR, in any mixture.
struct FieldScanner {
  /// The last bytes of delimiters, and those of rows.
  struct Ends {
    var fields: UInt64
    var rows: UInt64
    var hasQuotes: Bool
    /// Whether text may stand between a closing quote and the end of its field.
    var isLoose = false

    /// Leaves out what lies behind so many bytes.
    mutating func truncate(to length: Int) {
      let valid = UInt64(1) << UInt64(length) &- 1
      fields &= valid
      rows &= valid
    }
  }

  /// So many blocks are scanned at a time.
  static let blocks = 64

  private let delimiter: [UInt8]
  private let quote: UInt8
  private let escape: UInt8
  private let comment: [UInt8]
  /// One delimiter byte, no escapes, no comments: found by masks alone.
  let isPlain: Bool
  private var quotes = QuoteMask()
  private var state = State()

  /// What the walk byte by byte carries over.
  private struct State {
    var isInside = false
    var isEscaped = false
    var isComment = false
    var isAtRowStart = true
    /// Whether a quote would open a field here.
    var mayOpen = true
    var isBehindQuote = false
    /// Bytes of a delimiter still to come.
    var delimiterLeft = 0
  }

  init(_ dialect: Dialect) {
    delimiter = dialect.delimiter
    quote = dialect.quote
    escape = dialect.escape
    comment = dialect.comment
    isPlain = dialect.delimiter.count == 1 && dialect.escape == 0 && dialect.comment.isEmpty
  }

  /// Whether the last block ended within a field that is enclosed in quotes.
  var endsInside: Bool { isPlain ? quotes.endsInside : state.isInside }

  /// The ends in the next blocks, at most `blocks` of them; as many bytes again as a block has must
  /// be readable behind them. What lies behind `length` bytes is left out.
  @inline(__always)
  @unsafe mutating func scan(
    _ text: UnsafePointer<UInt8>, length: Int, _ take: (_ offset: Int, Ends) -> Void
  ) {
    let count = min(Self.blocks, (length + 63) / 64)
    var quotes = quotes
    if isPlain {
      unsafe withUnsafeTemporaryAllocation(of: delimited_masks.self, capacity: Self.blocks) {
        guard let masks = $0.baseAddress else { return }
        // Safe: the caller vouches for the blocks; there is room for `blocks` masks.
        unsafe delimited_masks_find(text, count, quote, delimiter[0], masks)
        for i in 0..<count {
          let next = unsafe text[i &* 64 &+ 64]
          var ends = ends(unsafe masks[i], &quotes, next: next)
          if length &- i &* 64 < 64 { ends.truncate(to: length &- i &* 64) }
          take(i &* 64, ends)
        }
      }
      self.quotes = quotes
    } else {
      for i in 0..<count {
        var ends = unsafe walk(text + i * 64)
        if length - i * 64 < 64 { ends.truncate(to: length - i * 64) }
        take(i * 64, ends)
      }
    }
  }

  @inline(__always)
  private func ends(
    _ found: delimited_masks, _ quotes: inout QuoteMask, next: UInt8
  ) -> Ends {
    var masks = found
    if quote == 0 { masks.quotes = 0 }
    if masks.returns != 0 {
      let behind: UInt64 = next == UInt8(ascii: "\n") ? 1 << 63 : 0
      masks.newlines |= masks.returns & ~(masks.newlines >> 1 | behind)
    }
    let outside = ~quotes.inside(masks)
    let rows = masks.newlines & outside
    let fields = masks.delimiters & outside | rows
    if masks.quotes == 0 { return Ends(fields: fields, rows: rows, hasQuotes: false) }
    // An ordinary quote outside quotes looks like a closing one here.
    let closers = masks.quotes & outside
    let isNextText = next != delimiter[0] && next != quote && next != 0x0A && next != 0x0D
    let ends = masks.delimiters | masks.newlines | masks.returns | masks.quotes
    let isLoose = (closers << 1) & ~ends != 0 || closers >> 63 == 1 && isNextText
    return Ends(fields: fields, rows: rows, hasQuotes: true, isLoose: isLoose)
  }

  /// The same byte by byte, for dialects that masks cannot tell.
  @unsafe private mutating func walk(_ block: UnsafePointer<UInt8>) -> Ends {
    var ends = Ends(fields: 0, rows: 0, hasQuotes: true)
    for bit in 0..<64 {
      let here = UInt64(1) << UInt64(bit)
      // Safe: within the block, or the readable bytes behind it.
      let byte = unsafe block[bit]
      if state.delimiterLeft > 0 {
        state.delimiterLeft -= 1
        if state.delimiterLeft == 0 { ends.fields |= here }
        continue
      }
      if state.isEscaped {
        state.isEscaped = false
        continue
      }
      if state.isInside {
        if byte == escape && escape != 0 {
          state.isEscaped = true
        } else if byte == quote {
          state.isInside = false
          state.mayOpen = true
          state.isBehindQuote = true
        }
        continue
      }
      let isEnd =
        unsafe byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r") && block[bit + 1] != UInt8(ascii: "\n")
      if isEnd {
        ends.fields |= here
        ends.rows |= here
        state = State()
        continue
      }
      if state.isComment { continue }
      if unsafe state.isAtRowStart && starts(with: comment, block + bit) {
        state.isComment = true
        continue
      }
      state.isAtRowStart = false
      let isBehindQuote = state.isBehindQuote
      state.isBehindQuote = false
      if unsafe starts(with: delimiter, block + bit) {
        state.delimiterLeft = delimiter.count - 1
        if state.delimiterLeft == 0 { ends.fields |= here }
        state.mayOpen = true
      } else if byte == escape && escape != 0 {
        state.isEscaped = true
        state.mayOpen = false
        ends.isLoose = ends.isLoose || isBehindQuote
      } else {
        ends.isLoose = ends.isLoose || isBehindQuote && byte != quote
        state.isInside = byte == quote && quote != 0 && state.mayOpen
        state.mayOpen = false
      }
    }
    return ends
  }

  /// - Returns: false for an empty text.
  @unsafe private func starts(with text: [UInt8], _ place: UnsafePointer<UInt8>) -> Bool {
    if text.isEmpty { return false }
    for i in text.indices where unsafe place[i] != text[i] { return false }
    return true
  }
}
