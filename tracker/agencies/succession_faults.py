"""Changes that cannot be true: overlaps, a successor before its time, unknown agencies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from tracker.agencies.problems import Problem, lines_of, problem
from tracker.agencies.rows import Agency, Change, Rows


class ChangeKind(StrEnum):
    """What can happen to an agency. A split may leave its predecessor standing with the rest of its duties."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    ABOLISH = "abolish"

    @property
    def label(self) -> str:
        return {"rename": "更名", "merge": "并入", "split": "职责分入", "abolish": "撤销"}[self.value]


def ends(change: Change, predecessor: Agency) -> bool:
    """Whether a change is its predecessor's end: a split is not, while the predecessor has no end or a later one."""
    if change.kind != ChangeKind.SPLIT:
        return True
    return predecessor.valid_to is not None and predecessor.valid_to <= change.date


def in_file_order(changes: Iterable[Change]) -> list[Change]:
    """Changes as their file has them, so that the later of two is the one complained about."""
    return sorted(changes, key=lambda change: change.line or 0)


def row_faults(rows: Rows) -> list[Problem]:
    """What speaks against single changes, and against those of one agency together; circles apart."""
    agencies = {agency.id: agency for agency in rows.agencies}
    changes = in_file_order(rows.successions)
    found = [fault for change in changes for fault in _unknown(change, agencies)]
    sound = [change for change in changes if not any(_unknown(change, agencies))]
    for change in sound:
        found.extend(_out_of_time(change, agencies))
    return [*found, *_overlaps(sound, agencies)]


def _unknown(change, agencies) -> Iterator[Problem]:
    if change.kind not in {*ChangeKind}:
        allowed = "、".join(ChangeKind)
        yield _fault(change, "kind", f"不认识的沿革类型“{change.kind}”，可用：{allowed}。")
    if change.predecessor not in agencies:
        yield _fault(change, "predecessor", f"单位表里没有编号“{change.predecessor}”；请先登记这个单位，或改正编号。")
    if change.kind == ChangeKind.ABOLISH:
        if change.successor:
            yield _fault(change, "successor", "撤销不写承接单位；如有单位承接，请把类型改为 merge 或 split。")
    elif change.successor not in agencies:
        yield _fault(change, "successor", f"单位表里没有编号“{change.successor}”；请先登记这个单位，或改正编号。")


def _out_of_time(change, agencies) -> Iterator[Problem]:
    before, after = agencies[change.predecessor], agencies.get(change.successor)
    if before.valid_from and change.date <= before.valid_from:
        yield _fault(
            change, "date", f"{before.name}从 {before.valid_from} 起才存在，{_where(before)}；沿革日期应在此之后。"
        )
    if before.valid_to and ends(change, before) and before.valid_to != change.date:
        text = f"{before.name}的终止日期是 {before.valid_to}，{_where(before)}，与沿革日期 {change.date} 不一致；请改成同一天。"
        yield _fault(change, "date", text)
    if after is None:
        return
    if change.kind == ChangeKind.RENAME and after.valid_from and after.valid_from < change.date:
        text = f"{after.name}从 {after.valid_from} 起存在，{_where(after)}，早于{before.name}的终止日期 {change.date}；请核对两个日期，原已存在的单位用 merge。"
        yield _fault(change, "successor", text)
    if after.valid_from and after.valid_from > change.date:
        text = f"{after.name}从 {after.valid_from} 起才存在，{_where(after)}，{change.date} 不能承接；请核对两个日期。"
        yield _fault(change, "successor", text)
    if after.valid_to and after.valid_to <= change.date:
        text = f"{after.name}到 {after.valid_to} 已终止，{_where(after)}，{change.date} 不能承接；请核对两个日期。"
        yield _fault(change, "successor", text)


def _overlaps(changes, agencies) -> Iterator[Problem]:
    of, renamed = defaultdict(list), defaultdict(list)
    for change in changes:
        of[change.predecessor].append(change)
        if change.kind == ChangeKind.RENAME:
            renamed[change.successor].append(change)
    for predecessor, own in of.items():
        yield from _several_ends(agencies[predecessor], own)
    for successor, own in renamed.items():
        if len(own) > 1:
            yield _fault(
                own[-1],
                "successor",
                f"{agencies[successor].name}由几个单位更名而来（{lines_of(*own)}）；几个单位合并请用 merge。",
            )


def _several_ends(agency, changes) -> Iterator[Problem]:
    final = [change for change in changes if ends(change, agency)]
    whole = [change for change in final if change.kind != ChangeKind.SPLIT]
    pairs = [(change.successor, change.date) for change in changes]
    if len(set(pairs)) < len(pairs):
        yield _fault(changes[-1], None, f"{agency.name}的同一条沿革写了两次（{lines_of(*changes)}）；请删去一条。")
    elif whole and len(final) > 1:
        yield _fault(
            final[-1], "predecessor", f"{agency.name}终止了不止一次（{lines_of(*final)}）；由几个单位承接请都用 split。"
        )
    elif late := [change for change in changes if final and change.date > min(each.date for each in final)]:
        yield _fault(late[-1], "date", f"{agency.name}此前已经终止（{lines_of(*final)}），不能再有沿革；请核对日期。")


def circle(changes: Sequence[Change]) -> Problem:
    """The fault of changes that lead from an agency back to itself."""
    text = f"沿革绕成了圈（{lines_of(*changes)}）：单位最终承接了自己；请核对前后单位。"
    return _fault(changes[0], "successor", text)


def _where(agency):
    line = lines_of(agency)
    return f"见 agencies.csv {line}" if line else f"编号 {agency.id}"


def _fault(change: Change, column, sentence):
    return problem("successions", change, column, sentence)
