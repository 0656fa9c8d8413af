"""A line on the terminal that says a long job is alive."""

import sys
import threading
import time
from collections.abc import Iterable, Iterator

PATIENCE = 2.0
"""Seconds before the line appears."""
PACE = 0.5
"""Seconds between two lines."""


class Progress:
    """A job and how long it takes: on stderr, on a terminal only, once it takes longer than ``PATIENCE``.

    ``with Progress("正在导入") as progress: store(progress.count(rows))``
    """

    def __init__(self, what: str, *, stream=None):
        self.what = what
        self.stream = stream or sys.stderr
        self.counted = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self):
        self._started = time.monotonic()
        if self.stream.isatty():
            self._thread.start()
        return self

    def __exit__(self, *failure):
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()

    def count(self, items: Iterable) -> Iterator:
        """The same items, counted as they pass."""
        for item in items:
            self.counted += 1
            yield item

    def _tell(self):
        width, wait = 0, PATIENCE
        while not self._done.wait(wait):
            line = self._line()
            self.stream.write(f"\r{line}")
            self.stream.flush()
            width, wait = len(line) * 2, PACE
        if width:
            self.stream.write(f"\r{' ' * width}\r")
            self.stream.flush()

    def _line(self):
        counted = f"：{self.counted} 行" if self.counted else ""
        return f"{self.what}{counted}，已用 {time.monotonic() - self._started:.0f} 秒……"
