"""What a server that stays asks of the C library, so that memory it needed once does not stay its own for ever.

glibc gives each thread a heap of its own, up to eight for each processor, and after one large block has been freed
keeps every later one as large: comparing a password takes 32 MB. Other C libraries are left as they are.
"""

import ctypes
from functools import cache

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""The names of glibc's malloc.h."""
ARENAS = 2
LARGE = 1 << 20
"""A block of a mebibyte is asked of the system by itself, and given back when it is freed."""


def hold_little() -> bool:
    """Few heaps, large blocks by themselves; for this process and those forked from it, before its threads begin.

    False where the C library knows no such wish.
    """
    wanted = ((ARENA_MAX, ARENAS), (MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, 2 * LARGE))
    library = _library()
    return hasattr(library, "mallopt") and all(library.mallopt(name, value) for name, value in wanted)


def give_back() -> bool:
    """Give back what is free in the heaps; whether there was any."""
    library = _library()
    return hasattr(library, "malloc_trim") and bool(library.malloc_trim(0))


@cache
def _library():
    return ctypes.CDLL(None)
