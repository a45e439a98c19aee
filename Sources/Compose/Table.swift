/// A table of typed cells: the first columns name the row, the others are figures.
public struct Table: Sendable, Hashable {
  public struct Cell: Sendable, Hashable {
    public var words: Words
    public var tone: Tone

    public init(_ words: Words, _ tone: Tone = .none) {
      self.words = words
      self.tone = tone
    }

    public init(_ figure: Figure, _ tone: Tone = .none) { self.init(.figure(figure), tone) }
  }

  public var caption: Words
  public var columns: [Words]
  public var rows: [[Cell]]
  /// How many columns name the row.
  public var names: Int

  public init(caption: Words, columns: [Words], rows: [[Cell]], names: Int = 1) {
    self.names = names
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }
}
