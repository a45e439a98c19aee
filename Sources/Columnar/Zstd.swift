import CZstd

/// Bytes in one frame of zstd, with a checksum.
public enum Zstd {
  private static let level: Int32 = 9

  public static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    // Safe: the context is made and freed here; zstd writes at most `count` bytes, which it says is
    // enough for whatever the input holds.
    let count = ZSTD_compressBound(bytes.count)
    let context = unsafe ZSTD_createCCtx()
    defer { _ = unsafe ZSTD_freeCCtx(context) }
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, made in
      unsafe bytes.withUnsafeBytes { input in
        made = unsafe ZSTD_compress2(
          context, buffer.baseAddress, count, input.baseAddress, input.count)
      }
      precondition(ZSTD_isError(made) == 0, "zstd has no memory")
    }
  }

  /// - Parameter count: how many bytes there were.
  /// - Returns: nil where the frame is broken, or holds another number of bytes.
  public static func decompressed(_ frame: [UInt8], count: Int) -> [UInt8]? {
    var isWhole = false
    // Safe: zstd writes at most `count` bytes into the buffer of that size.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, made in
      let got = unsafe frame.withUnsafeBytes { input in
        unsafe ZSTD_decompress(buffer.baseAddress, count, input.baseAddress, input.count)
      }
      isWhole = ZSTD_isError(got) == 0 && got == count
      made = isWhole ? count : 0
    }
    return isWhole ? bytes : nil
  }
}
