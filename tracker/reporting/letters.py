"""What a reminder's e-mail says, from what is still owed when it goes out; plain text, in the office's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reporting.due_dates import inclusive
from tracker.reporting.reminders import Owed, digest
from tracker.vocabulary.reminders import Step, paper_number

LISTED = 40
"""So many rows are named; the sheet has them all."""
GRAVEST = (Step.SUPERVISE, Step.URGE, Step.REQUEST, Step.REMIND)


@dataclass(frozen=True, slots=True)
class Still:
    """What is still owed of one reminder: ``tasks`` are the rows' names, ``rows`` what each is."""

    step: Step
    cycle: str
    addressee: str
    rows: tuple[Owed, ...]
    tasks: tuple[str, ...]
    text: str = ""
    term: date | None = None
    year: int | None = None
    number: int | None = None

    @property
    def title(self) -> str:
        """``催办〔2026〕3号``, or ``提醒`` where it is no paper."""
        return self.step.label if self.number is None else paper_number(self.step, self.year, self.number)


def heading(said: Sequence[Still]) -> str:
    """``【催办】2026年度还有 5 份没有报送``, by the gravest of them."""
    gravest = min(said, key=lambda each: GRAVEST.index(each.step))
    rows = {row.row for each in said for row in each.rows}
    cycles = "、".join(dict.fromkeys(each.cycle for each in said))
    return f"【{gravest.step.label}】{cycles}还有 {len(rows)} 份没有报送"


def letter_text(said: Sequence[Still], office: str, on: date) -> str:
    """The whole letter; each cycle's rows once, however many reminders wait."""
    lines = [f"{said[-1].addressee}：", ""]
    for cycle in dict.fromkeys(each.cycle for each in said):
        lines += _of_cycle([each for each in said if each.cycle == cycle], on)
    lines += [
        "请登录任务分工台账，在“填报”里报送。已经报送的，不用再办。",
        "",
        office,
        f"{on.year}年{on.month}月{on.day}日",
    ]
    return "\n".join(lines)


def _of_cycle(said, on):
    rows = {row.row: (row, task) for each in said for row, task in zip(each.rows, each.tasks, strict=True)}
    found = sorted(rows.values(), key=lambda pair: (pair[0].due, pair[0].row))
    yield f"{said[0].cycle}还没有报送的：{digest([row for row, _ in found], on)}"
    for place, (row, task) in enumerate(found[:LISTED], start=1):
        yield f"{place}. {task}（{row.duty.label}，截止 {row.due:%Y-%m-%d}）"
    if len(found) > LISTED:
        yield f"等共 {len(found)} 份，全部清单见报送单。"
    for each in said:
        if each.number is not None or (each.text and each.term):
            yield f"{each.title}：请于 {inclusive(each.term)}前报送。{each.text}"
        elif each.text:
            yield each.text
    yield ""
