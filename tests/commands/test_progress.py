"""The line that says a long job is alive."""

import io

from tracker.commands import progress
from tracker.commands.progress import Progress


class Terminal(io.StringIO):
    """A terminal that lets the test know when something was written to it."""

    def __init__(self, told=lambda: None):
        super().__init__()
        self.told = told

    def isatty(self):
        return True

    def flush(self):
        self.told()


def test_nothing_is_written_where_there_is_no_terminal(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    stream = io.StringIO()
    with Progress("正在导入", stream=stream) as working:
        assert list(working.count("甲乙")) == ["甲", "乙"]
    assert stream.getvalue() == ""


def test_a_short_job_writes_nothing():
    stream = Terminal()
    with Progress("正在导入", stream=stream):
        pass
    assert stream.getvalue() == ""


def test_a_long_job_tells_what_it_counted_and_wipes_its_line(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    written = progress.threading.Event()
    stream = Terminal(told=lambda: "\r正在导入：3 行，已用 " in stream.getvalue() and written.set())
    with Progress("正在导入", stream=stream) as working:
        list(working.count(range(3)))
        assert written.wait(60)
    assert stream.getvalue().endswith(" \r")
