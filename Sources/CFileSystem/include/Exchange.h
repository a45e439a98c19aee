#pragma once

/// Puts two files or folders in each other's place, at once; as `rename` answers, with EINVAL or ENOSYS
/// where the system cannot.
int exchange_paths(const char *path, const char *other);
