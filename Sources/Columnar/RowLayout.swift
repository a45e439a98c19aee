/// Where the values of a record stand in its row: each in as few bytes as its type needs.
///
/// Key and place come first, then what the versions of a record need, then the fields in their order.
/// A class, because each batch of rows refers to one.
public final class RowLayout: Sendable {
  /// How many bytes a value has, and how it stands in them.
  @usableFromInline enum Width: Int, Sendable {
    /// 0 or 1; all bits where it is missing.
    case flag = 1
    /// The code of a text; all bits where it is missing.
    case code = 4
    /// Seconds since 1970 and half of 2^40; all bits where it is missing.
    case instant = 5
    /// The value as it is.
    case number = 8

    init(_ type: FieldType) {
      switch type {
      case .boolean: self = .flag
      case .text, .enumeration: self = .code
      case .instant: self = .instant
      case .seconds, .integer, .decimal, .share, .money: self = .number
      }
    }
  }

  @usableFromInline struct Place: Sendable {
    @usableFromInline var offset: Int
    @usableFromInline var width: Width
  }

  /// How many bytes a row has.
  public let stride: Int
  @usableFromInline let places: [Place]
  @usableFromInline let updated: Place?
  @usableFromInline let version: Place?
  /// Where the first of the versions so far stood.
  @usableFromInline let first: Place?

  /// - Parameters:
  ///   - types: of the fields.
  ///   - hasUpdated: whether records say when their state was written.
  ///   - hasVersion: whether they have a number that decides between states of one second.
  ///   - hasFirst: whether it counts where their first version stood.
  public init(_ types: [FieldType], hasUpdated: Bool, hasVersion: Bool, hasFirst: Bool) {
    let widths =
      (hasUpdated ? [.instant] : []) + (hasVersion ? [.number] : []) + (hasFirst ? [.number] : [])
      + types.map { Width($0) }
    // Behind the key and the locator.
    var end = 24
    var places: [Place] = []
    for width in widths {
      places.append(Place(offset: end, width: width))
      end += width.rawValue
    }
    updated = hasUpdated ? places.removeFirst() : nil
    version = hasVersion ? places.removeFirst() : nil
    first = hasFirst ? places.removeFirst() : nil
    self.places = places
    stride = (end + 7) / 8 * 8
  }
}
