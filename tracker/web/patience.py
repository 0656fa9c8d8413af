"""A body that does not arrive holds no worker for long: whoever sends too slowly is cut off (case 46).

The server reads from a socket that blocks, so a thread that waits for a sender could wait for ever. A watch over each
piece closes the socket for reading; what was to be answered can still be written to it.
"""

import socket
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import RawIOBase
from threading import Timer
from typing import BinaryIO

from flask import Flask
from werkzeug.exceptions import RequestTimeout

SOCKET = "gunicorn.socket"
PIECE = 1 << 16


@dataclass(frozen=True)
class Pace:
    """How slowly a body may come: seconds for a piece, and bytes a second over all once the first seconds are over."""

    seconds: float = 10
    rate: int = 32_000


USUAL = Pace()


def init_app(app: Flask) -> None:
    app.wsgi_app = Patient(app.wsgi_app)


class Patient:
    """A WSGI application whose bodies come at a pace or not at all."""

    def __init__(self, application: Callable, pace: Pace = USUAL):
        self.application, self.pace = application, pace

    def __call__(self, environ, start_response):
        if SOCKET in environ:
            environ["wsgi.input"] = Body(environ["wsgi.input"], environ[SOCKET], self.pace)
        return self.application(environ, start_response)


class Body(RawIOBase):
    """The body of a request, read piece by piece; raises RequestTimeout once it comes too slowly."""

    def __init__(self, body: BinaryIO, connection: socket.socket, pace: Pace):
        self.body, self.connection, self.pace = body, connection, pace
        self.began, self.taken, self.late = time.monotonic(), 0, False

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted, pieces = size if size is not None and size >= 0 else None, []
        while wanted is None or wanted > 0:
            piece = self._piece(PIECE if wanted is None else min(PIECE, wanted))
            if not piece:
                break
            pieces.append(piece)
            wanted = None if wanted is None else wanted - len(piece)
        return b"".join(pieces)

    def readinto(self, buffer) -> int:
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _piece(self, size):
        with self._watch():
            piece = self.body.read(size)
        self.taken += len(piece)
        slow = time.monotonic() - self.began > self.pace.seconds + self.taken / self.pace.rate
        if self.late or slow:
            self._cut()
            raise RequestTimeout
        return piece

    @contextmanager
    def _watch(self):
        watch = Timer(self.pace.seconds, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self):
        self.late = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RD)
