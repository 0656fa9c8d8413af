"""Case 3: a process that is killed while it takes a file in leaves the document whole or not there, never half."""

import io
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from tests.builders import A_PLAN
from tracker.errors import AlreadyReceived
from tracker.operations import confirming
from tracker.operations.receiving import receive
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.history import DocumentEvent
from tracker.storage.queries.documents import document_line
from tracker.vocabulary import DocumentState

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""The process that is killed has the database of the folder."""
RECEIVE = """
import io, os, signal, sys
from pathlib import Path
from sqlalchemy import event
from tracker.operations import originals, receiving
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app

home, when = Path(sys.argv[1]), sys.argv[2]

def end(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)

def at(name):
    inner = getattr(originals if name == "keep" else receiving, name)
    return lambda *given, **named: (inner(*given, **named), end())

with create_app(Settings(home=home)).app_context():
    if when in ("read_apart", "record"):
        setattr(receiving, when, at(when))
    elif when == "keep":
        originals.keep = at("keep")
    elif when:
        moments = {"insert": "INSERT INTO", "look": "SELECT"}
        @event.listens_for(db.engine, "before_cursor_execute")
        def stop(_connection, _cursor, statement, *_rest):
            if statement.startswith(moments[when]):
                end()
    print("ready", flush=True)
    receiving.receive(io.BytesIO(sys.stdin.buffer.read()), "实施方案.txt", who="张三", home=home)
"""
WHOLE = (DocumentState.RECEIVED, A_PLAN, 4, 1)


def started(home, when=""):
    command = [sys.executable, "-c", RECEIVE, str(home), when]
    process = subprocess.Popen(command, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(A_PLAN.encode())
    process.stdin.close()
    return process


def kept():
    """``(state, text, tasks read, events)`` of every document there is."""
    db.session.rollback()
    events = db.session.scalar(select(func.count()).select_from(DocumentEvent))
    documents = db.session.scalars(select(PolicyDocument)).all()
    return [(item.state, confirming.draft(item.id).text, document_line(item.id).tasks, events) for item in documents]


def received_again(home):
    """Whether the same file was there already; it is taken in if not."""
    try:
        receive(io.BytesIO(A_PLAN.encode()), "实施方案.txt", who="张三", home=home)
    except AlreadyReceived:
        return True
    return False


@pytest.mark.parametrize("when", ["look", "read_apart", "insert", "record", "keep"])
def test_killed_at_a_step_nothing_is_half_there(office, when):
    db.session.rollback()
    with started(office, when) as process:
        assert process.wait(60) == -signal.SIGKILL
    assert kept() == []
    assert not received_again(office)
    assert kept() == [WHOLE]


def test_killed_at_any_moment_a_document_is_whole_or_not_there(office):
    chance, before = random.Random(3), []
    for _ in range(8):
        with started(office) as process:
            process.stdout.readline()
            time.sleep(chance.random() * 1.5)
            process.kill()
        found = kept()
        assert found in ([], [WHOLE])
        assert len(found) >= len(before)
        before = found
    received_again(office)
    assert kept() == [WHOLE]
