// For renameat2 and RENAME_EXCHANGE, which Swift does not see.
#define _GNU_SOURCE
#include "Exchange.h"

#include <fcntl.h>
#include <stdio.h>

int exchange_paths(const char *path, const char *other) {
#ifdef __APPLE__
    return renamex_np(path, other, RENAME_SWAP);
#else
    return renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE);
#endif
}
