/// A cell of a text batch: a stretch of the batch's window, or of its arena where text had to be
/// unescaped; or nothing, where the record has no such field.
@frozen public struct TextSlice: Sendable, Equatable {
  @usableFromInline static let arenaBit: UInt32 = 1 << 31

  @usableFromInline var offset: UInt32
  @usableFromInline var length: UInt32

  @inlinable public init(offset: UInt32, length: UInt32) {
    self.offset = offset
    self.length = length
  }

  /// The field is absent, or null. Casts treat it as they treat empty text.
  @inlinable public static var absent: TextSlice { TextSlice(offset: 0, length: 0) }

  public var isEmpty: Bool { length == 0 }

  /// `length` bytes of the window, from `offset`.
  @inlinable public static func window(_ offset: Int, _ length: Int) -> TextSlice {
    TextSlice(
      offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length))
  }

  /// `length` bytes of the arena, from `offset`.
  @inlinable public static func arena(_ offset: Int, _ length: Int) -> TextSlice {
    TextSlice(
      offset: UInt32(truncatingIfNeeded: offset) | arenaBit,
      length: UInt32(truncatingIfNeeded: length))
  }
}
