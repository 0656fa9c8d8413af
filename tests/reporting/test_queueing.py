"""Whether the office reviews quickly enough, told in one word and in figures."""

from datetime import date

import pytest

from tests.reporting.courses import DUE, OPENED, THURSDAY
from tracker.reporting.due_dates import ORDINARY, left_until
from tracker.reporting.pace import Pace, window
from tracker.reporting.queueing import queue

GATE = date(2026, 12, 7)


def asked(waiting, to_come, reviewed, on=THURSDAY):
    pace = None if reviewed is None else Pace(window(OPENED, on, ORDINARY, 5), reviewed)
    gate, due = left_until(GATE, on), left_until(DUE, on)
    return queue(waiting=waiting, to_come=to_come, gate=gate, due=due, pace=pace)


@pytest.mark.parametrize(
    ("found", "word", "sentence"),
    [
        (
            asked(47, 60, 21),
            "来不及",
            "待审核 47 份，近 5 个工作日审了 21 份（平均每个工作日 4.2 份），现有的要 12 个工作日审完；"
            "到签发（2026-12-07）还有 7 个工作日，连同还没有报来的 60 份，每个工作日要审 15.3 份。",
        ),
        (
            asked(4, 0, 10),
            "来得及",
            "待审核 4 份，近 5 个工作日审了 10 份（平均每个工作日 2 份），现有的要 2 个工作日审完；"
            "到签发（2026-12-07）还有 7 个工作日，只算现有的，每个工作日要审 0.6 份。",
        ),
        (
            asked(0, 70, 0),
            "说不准",
            "没有等待审核的，近 5 个工作日审了 0 份；"
            "到签发（2026-12-07）还有 7 个工作日，连同还没有报来的 70 份，每个工作日要审 10 份。",
        ),
        (asked(0, 0, 0), "来得及", "没有等待审核的，也没有还要报来的。"),
        (
            asked(3, 0, None),
            "说不准",
            "待审核 3 份，开始还不满几个完整的工作日，算不出审核的速度；"
            "到签发（2026-12-07）还有 7 个工作日，只算现有的，每个工作日要审 0.4 份。",
        ),
        (
            asked(5, 2, 0, DUE),
            "来不及",
            "待审核 5 份，近 5 个工作日审了 0 份，照此审不完；到截止日（2026-12-10）没有完整的工作日了，连同还没有报来的 2 份，共 7 份。",
        ),
        (
            asked(5, 2, 5, date(2026, 12, 14)),
            "已过期限",
            "待审核 5 份，近 5 个工作日审了 5 份（平均每个工作日 1 份），现有的要 5 个工作日审完；"
            "截止日（2026-12-10）已过，连同还没有报来的 2 份，共 7 份。",
        ),
    ],
)
def test_the_queue_is_held_against_the_days_until_signature(found, word, sentence):
    assert (found.word, found.sentence) == (word, sentence)
