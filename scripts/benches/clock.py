"""Processor time of a call: the best of several, fewer the longer it takes."""

import gc
import time
from collections.abc import Callable

REPEATS = ((0.02, 7), (0.2, 4), (1.0, 3), (4.0, 2))
"""``(seconds, calls)``: a call that took at most so long is made so many times."""


def seconds(call: Callable[[], object]) -> float:
    """The least processor seconds ``call`` takes over several calls; one call when it takes more than four seconds."""
    best = _once(call)
    for _ in range(next((times for limit, times in REPEATS if best <= limit), 1) - 1):
        best = min(best, _once(call))
    return best


def _once(call):
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start
