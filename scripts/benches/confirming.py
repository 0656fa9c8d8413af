"""Section `confirming`: what a correction costs on the confirm page of a document with 1,000 measures."""

import io
import tempfile
from pathlib import Path

from scripts.benches.clock import seconds
from scripts.benches.table import show
from tests.people import signed_in
from tracker.operations import opening, receiving
from tracker.settings import Settings
from tracker.storage.database import db
from tracker.web.application import create_app

MEASURES, CORRECTIONS = 1000, 200
PAGE_GOAL, EDIT_GOAL = (500, 600), (400, 64)
"""Milliseconds on the server, and kilobytes of the answer."""
MEASURE = (
    "（{n}）推进第{n}项工作。支持第{n}批企业建设公共服务平台，完善配套政策，按时完成年度任务。"
    "（市商务局牵头，市财政局、市发展改革委、各区政府配合）\n"
)


class Clerk:
    """Somebody at the page, who knows its sequence and never asks for the same twice."""

    def __init__(self, client, document):
        self.client, self.address = client, f"/documents/{document}"
        self.sequence, self.names = 1, 0
        self.answer = None

    def look(self):
        self.answer = self.client.get(self.address)

    def correct(self):
        self.names += 1
        self._send("edits", kind="change_unit", task=500, unit=1, role="lead", name=f"市第{self.names}局")

    def undo(self):
        self._send("undo")

    def _send(self, what, **fields):
        form = {"who": "甲", "sequence": self.sequence} | fields
        self.answer = self.client.post(f"{self.address}/{what}", data=form, headers={"X-Requested-With": "fetch"})
        self.sequence = self.answer.get_json()["sequence"]


def confirming() -> None:
    """Print the time on the server and the size of the answer for the page, a correction and an undoing."""
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home)), TESTING=True, WTF_CSRF_ENABLED=False)
        with app.app_context():
            opening.open_database(Path(home))
            document = receiving.receive(io.BytesIO(_plan().encode()), "千条.txt", who="甲", home=Path(home))
            db.session.remove()
        show(
            f"confirming: a document with {MEASURES} measures",
            ["step".ljust(44), "     ms", "  goal", "     kB", "  goal"],
            _costs(Clerk(signed_in(app), document)),
        )
        with app.app_context():
            db.engine.dispose()


def _costs(clerk):
    yield _cost("the page", clerk, clerk.look, PAGE_GOAL)
    yield _cost("a correction", clerk, clerk.correct, EDIT_GOAL)
    while clerk.names < CORRECTIONS:
        clerk.correct()
    yield _cost(f"a correction after {CORRECTIONS} others", clerk, clerk.correct, EDIT_GOAL)
    yield _cost(f"undoing one of {CORRECTIONS}", clerk, clerk.undo, EDIT_GOAL)


def _cost(step, clerk, job, goal):
    spent = seconds(job)
    return step, f"{spent * 1000:.0f}", f"≤ {goal[0]}", f"{len(clerk.answer.get_data()) / 1024:.0f}", f"≤ {goal[1]}"


def _plan():
    measures = "".join(MEASURE.format(n=n) for n in range(1, MEASURES + 1))
    return f"广州市千条措施\n穗府办〔2026〕1号\n\n一、主要任务\n{measures}"
