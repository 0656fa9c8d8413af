"""From a form to a cycle: its name, documents with reasons, dates, and which co-units owe; what was typed is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from tracker.errors import Lacking, Unchosen, WrongState
from tracker.operations.proposing import YearProposed
from tracker.reporting.entering import Entry, usual_name, usual_period
from tracker.storage.cycles import Cycle
from tracker.storage.queries.year import Included
from tracker.vocabulary.reporting import GateKind, SupportRule

DATES = {"period_from": "统计期间开始日", "period_to": "统计截止日期", "due_on": "截止日"}
LIMITS = {"soon": "“临期”的天数", "slow": "“偏慢”的百分点", "behind": "“滞后”的百分点"}
"""What the limits of the lights are called."""


@dataclass(frozen=True)
class CycleForm:
    """The fields as they were typed; ``chosen`` are ids of documents, ``reasons`` why one enters that needs a reason."""

    values: Mapping[str, str]
    chosen: frozenset[int] = frozenset()
    reasons: Mapping[int, str] = field(default_factory=dict)
    is_new: bool = False

    @classmethod
    def proposed(cls, year: int) -> "CycleForm":
        """What a new cycle of a year starts from; documents and the due date come with the proposal."""
        first, last = usual_period(year)
        values = {"name": usual_name(year), "period_from": first.isoformat(), "period_to": last.isoformat()}
        return cls(values | {"supports": SupportRule.ALL.value}, is_new=True)

    @classmethod
    def sent(cls, form: MultiDict) -> "CycleForm":
        """What was sent."""
        chosen = frozenset(int(each) for each in form.getlist("document") if each.isascii() and each.isdigit())
        reasons = {each: form.get(f"reason-{each}", "") for each in chosen}
        names = ("name", *DATES, "supports", "recipient", "rule")
        return cls({name: form.get(name, "") for name in names}, chosen, reasons)

    @classmethod
    def of(cls, cycle: Cycle, documents: Iterable[Included]) -> "CycleForm":
        """What a stored cycle says."""
        values = {name: getattr(cycle, name).isoformat() for name in DATES}
        values |= {"name": cycle.name, "supports": cycle.supports.value, "recipient": cycle.recipient}
        reasons = {each.id: each.reason or "" for each in documents}
        return cls(values, frozenset(reasons), reasons)

    @property
    def period(self) -> tuple[date, date] | None:
        """The period, where both days make sense."""
        first, last = known_day(self.values.get("period_from")), known_day(self.values.get("period_to"))
        return (first, last) if first and last else None

    @property
    def due_on(self) -> date | None:
        return known_day(self.values.get("due_on"))

    def with_proposal(self, proposed: YearProposed) -> "CycleForm":
        """A new form with what the documents propose; one that was sent stays as it was typed."""
        if not self.is_new:
            return self
        due = proposed.due
        values = {
            "due_on": due.due.isoformat(),
            "recipient": "、".join(filter(None, (each.sure for each in proposed.recipients))),
            "rule": f"{due.document}：“{due.sentence}”" if due.sentence else "",
            "supports": due.supports.value,
        }
        chosen = frozenset(each.id for each in proposed.documents if each.verdict.entry is Entry.ENTERS)
        return replace(self, values={**self.values, **values}, chosen=chosen)

    def read(self) -> dict:
        """As ``operations.cycles`` takes it. Raises Lacking, and WrongState for a day that is none."""
        if not self.chosen:
            raise Unchosen("保存周期", ["纳入的文件（至少一件）"])
        period_from, period_to, due_on = (day_in(self.values, name, label) for name, label in DATES.items())
        supports = self.values["supports"]
        return {
            "name": self.values["name"],
            "documents": {each: self.reasons.get(each) or None for each in sorted(self.chosen)},
            "period": (period_from, period_to),
            "due_on": due_on,
            "supports": SupportRule(supports) if supports in set(SupportRule) else SupportRule.ALL,
            "recipient": self.values["recipient"],
            "rule": self.values["rule"],
        }


def gate_days(form: Mapping[str, str]) -> dict[GateKind, date]:
    """The days of the gates a form names. Raises Lacking and WrongState."""
    return {kind: day_in(form, kind.value, f"“{kind.label}”节点") for kind in GateKind}


def day_in(values: Mapping[str, str], name: str, label: str) -> date:
    """The day a field says. Raises Lacking, and WrongState for what is no day."""
    given = values.get(name, "").strip()
    if not given:
        raise Lacking("保存", [label])
    found = known_day(given)
    if found is None:
        raise WrongState(f"{label}“{given[:20]}”不是日期，没有保存；请写成 2026-12-10 这样。")
    return found


def known_day(text: str | None) -> date | None:
    """A day as an address or a form says it; None where it says none."""
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None
