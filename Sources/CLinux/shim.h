#include <fcntl.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc declares renameat2 and syncfs only under _GNU_SOURCE, which Swift's Glibc module does not set.

/// Exchanges two paths in one step (renameat2(2), RENAME_EXCHANGE = 2).
static inline int clinux_exchange(const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2u);
}

/// Flushes the file system that holds an open file (syncfs(2)).
static inline int clinux_syncfs(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }

/// Lets all threads allocate from one heap (mallopt(3)), so that what one freed the others can use. Before there are
/// threads.
static inline void clinux_one_heap(void) { mallopt(M_ARENA_MAX, 1); }

/// Lets the heaps keep what was freed in them, and grow by a megabyte at a time (mallopt(3)): for whoever allocates the
/// same again and again until all is done.
static inline void clinux_keep_memory(void) {
    mallopt(M_TRIM_THRESHOLD, 1 << 28);
    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    mallopt(M_TOP_PAD, 1 << 20);
}
