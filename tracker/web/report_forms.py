"""The form of one row, between what was typed and what is kept: nothing typed is lost, whatever is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import Unfit
from tracker.operations.reports import Wanted
from tracker.operations.words import with_line_ends
from tracker.reporting.aims import Aim, share_of
from tracker.reporting.content import Content, Fault, Figure
from tracker.vocabulary.reporting import Measured, Progress

TEXTS = ("done", "problems", "next_step", "coordination", "office", "contact", "phone", "nil_reason")
FIGURE = ("name", "value", "unit", "as_of", "measured")
BLANK_FIGURES, MOST_FIGURES = 1, 100


@dataclass(frozen=True)
class RowForm:
    """What stands in the fields, as text; ``figures`` are rows of such fields."""

    fields: Mapping[str, str]
    figures: tuple[Mapping[str, str], ...] = ()
    summary: str = ""
    based_on: int | None = None
    without: str = ""

    @classmethod
    def of(cls, content: Content, summary: str = "", based_on: int = 0, without: str = "") -> "RowForm":
        """The form of what is kept."""
        fields = {name: getattr(content, name) for name in TEXTS}
        fields |= {
            "progress": content.progress or "",
            "percent": "" if content.percent is None else f"{content.percent}",
        }
        figures = tuple(
            {
                "name": each.name,
                "value": each.value,
                "unit": each.unit,
                "as_of": f"{each.as_of or ''}",
                "measured": each.measured,
            }
            for each in content.figures
        )
        return cls(fields, figures, summary, based_on, without)

    @classmethod
    def sent(cls, given: Mapping[str, str]) -> "RowForm":
        """The form as it was sent; rows of figures without name and value are left out."""
        given = {name: with_line_ends(value).strip() for name, value in given.items()}
        fields = {name: given.get(name, "") for name in (*TEXTS, "progress", "percent")}
        names = (*FIGURE, "offered")
        rows = [{name: given.get(f"figure-{at}-{name}", "") for name in names} for at in range(MOST_FIGURES)]
        figures = tuple(row for row in rows if row["value"] or row["name"] != row["offered"])
        based_on = given.get("based_on", "")
        based_on = int(based_on) if based_on.isdecimal() else None
        return cls(fields, figures, given.get("summary", ""), based_on, given.get("without", ""))

    @property
    def written_figures(self) -> tuple[tuple[str, ...], ...]:
        """What the rows of figures say, without how far they reach and what they start with."""
        return tuple(tuple(row.get(name, "") for name in FIGURE) for row in self.figures if row.get("value"))

    @property
    def offered_figures(self) -> tuple[Mapping[str, str], ...]:
        """The rows of figures, and an empty one; ``offered`` is the name a row starts with, ``share`` how far it reaches."""
        rows = (*self.figures, dict.fromkeys(FIGURE, ""))
        return tuple({"offered": "", "share": ""} | row for row in rows)

    def against(self, aims: Sequence[Aim], until: date) -> "RowForm":
        """The same with a row for each target that has no figure yet, and with how far the figures reach."""
        given = [row | {"share": _share(row, aims)} for row in self.figures]
        taken = {row["name"] for row in given}
        offered = [_row_for(aim, until) for aim in aims if aim.name not in taken]
        return replace(self, figures=(*given, *offered))

    def wanted(self, row_id: int, doing: str = "报送") -> Wanted:
        """What is to be kept of it; raises Unfit for what cannot be kept as it is typed, whatever was to be done with it."""
        faults: list[Fault] = []
        values = {name: self.fields[name] for name in TEXTS}
        values["progress"] = self._progress(faults)
        values["percent"] = self._percent(faults)
        values["figures"] = tuple(self._figure(row, faults) for row in self.figures)
        if faults:
            raise Unfit({row_id: faults}, doing)
        return Wanted(Content(**values), self.summary, self.based_on, self.without)

    def wanted_figures(self, row_id: int) -> tuple[Figure, ...]:
        """The figures alone; raises Unfit for a day that is none."""
        faults: list[Fault] = []
        figures = tuple(self._figure(row, faults) for row in self.figures)
        if faults:
            raise Unfit({row_id: faults})
        return figures

    def _progress(self, faults):
        word = self.fields["progress"]
        if word and word not in set(Progress):
            faults.append(Fault("progress", "请重新选完成状态。"))
            return None
        return Progress(word) if word else None

    def _percent(self, faults):
        text = self.fields["percent"].rstrip("%％ ")
        if text and not (text.isdecimal() and len(text) <= 3):
            faults.append(Fault("percent", "完成率请填 0 到 100 的整数。"))
            return None
        return int(text) if text else None

    def _figure(self, row, faults):
        try:
            as_of = date.fromisoformat(row["as_of"]) if row["as_of"] else None
        except ValueError:
            faults.append(Fault("figures", f"“{row['name']}”的截至日期“{row['as_of']}”看不懂，请写成 2026-11-30。"))
            as_of = None
        measured = row["measured"] if row["measured"] in set(Measured) else Measured.ACTUAL
        return Figure(row["name"], row["value"], row["unit"], as_of, Measured(measured))


def _share(row, aims):
    return share_of(row["name"], Figure(row["name"], row["value"]).number, row["unit"], aims)


def _row_for(aim, until):
    offered = {"name": aim.name, "offered": aim.name, "unit": aim.unit, "as_of": f"{until}"}
    return dict.fromkeys((*FIGURE, "share"), "") | offered
