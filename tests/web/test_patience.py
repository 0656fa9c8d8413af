"""A body that comes too slowly is cut off and the thread is free again; one that comes as it should is read whole."""

import socket
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from werkzeug.exceptions import RequestTimeout

from tracker.web.patience import PIECE, Body, Pace

PACE = Pace(seconds=0.2, rate=1_000)


@contextmanager
def arriving(send):
    """The body somebody sends over a real socket."""
    near, far = socket.socketpair()
    stopped = Event()
    sender = Thread(target=send, args=(far, stopped))
    with near, far, near.makefile("rb") as file:
        sender.start()
        try:
            yield Body(file, near, PACE)
        finally:
            stopped.set()
            sender.join()


def whole(text):
    def send(far, _stopped):
        far.sendall(text)
        far.shutdown(socket.SHUT_WR)

    return send


def stalling(far, stopped):
    far.sendall(b"part=")
    stopped.wait(30)


def dripping(far, stopped):
    while not stopped.wait(0.02):
        try:
            far.sendall(b"x")
        except OSError:
            return


@pytest.mark.parametrize("sizes", [(-1,), (None,), (7, PIECE * 3, -1)])
def test_a_body_that_comes_is_read_whole(sizes):
    text = bytes(range(256)) * (PIECE // 100)
    with arriving(whole(text)) as body:
        assert b"".join(body.read(size) for size in sizes) == text


@pytest.mark.parametrize("send", [stalling, dripping])
def test_whoever_sends_too_slowly_is_cut_off(send):
    with arriving(send) as body, pytest.raises(RequestTimeout):
        body.read(1_000_000)
    assert body.late


def test_a_connection_that_is_cut_off_can_still_be_answered():
    with arriving(stalling) as body:
        with pytest.raises(RequestTimeout):
            body.read(100)
        body.connection.sendall(b"HTTP/1.1 408")
