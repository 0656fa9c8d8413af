"""Whether a whole registry can be taken as it stands: every fault with its file, row and column, and nothing half taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.agencies.collectives import collective_faults
from tracker.agencies.csv_tables import Cells, read_tables
from tracker.agencies.kinds import KINDS
from tracker.agencies.name_faults import name_faults
from tracker.agencies.places import NATION, Places
from tracker.agencies.problems import FILES, Problem, lines_of, problem, where
from tracker.agencies.rows import DATES, TABLES, Row, Rows, columns_of, value_of
from tracker.agencies.succession import succession_faults

REQUIRED = {
    "jurisdictions": ("code", "name", "level"),
    "agencies": ("id", "name", "kind"),
    "aliases": ("agency", "name"),
    "successions": ("predecessor", "kind", "date"),
    "collectives": ("id", "name"),
    "collective_members": ("collective", "agency"),
}
LONGEST_ID = 40
ID = re.compile(rf"[\w-]{{1,{LONGEST_ID}}}")
LEVELS = ("province", "city", "county", "zone")
VERIFIED = ("yes", "to be verified")


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of a registry, or None and what speaks against it."""

    rows: Rows | None
    problems: tuple[Problem, ...] = ()


def check_files(files: Mapping[str, bytes]) -> Checked:
    """Check a registry given as table → the bytes of its CSV file; all tables of ``rows.TABLES`` are wanted."""
    tables, problems = read_tables(files)
    return _checked(problems) if problems else check(tables)


def check(tables: Mapping[str, Sequence[Cells]]) -> Checked:
    """Check a registry given as table → rows of column → text, with ``line`` for where each stands."""
    problems = [
        Problem(table, None, None, "缺少这个文件，没有可以核对的内容。") for table in TABLES if table not in tables
    ]
    for table, given in tables.items():
        problems.extend(fault for cells in given for fault in cell_faults(table, cells))
    if problems:
        return _checked(problems)
    rows = Rows.of(**tables)
    return _checked(problems) if (problems := faults_of(rows)) else Checked(rows)


def faults_of(rows: Rows) -> list[Problem]:
    """Everything in which the rows of a registry contradict each other."""
    return [
        *_repeated_ids(rows),
        *_unfit_ids(rows),
        *_place_faults(rows),
        *_agency_faults(rows),
        *name_faults(rows),
        *collective_faults(rows),
        *succession_faults(rows),
    ]


def faults_between(before: Rows, after: Rows) -> list[Problem]:
    """What speaks against a change: faults that were there before do not."""
    if not (found := faults_of(after)):
        return []
    known = {str(fault) for fault in faults_of(before)}
    return [fault for fault in found if str(fault) not in known]


def _checked(problems):
    order = list(FILES)
    found = dict.fromkeys(problems)
    return Checked(
        None, tuple(sorted(found, key=lambda each: (order.index(each.table), each.line or 0, each.column or "")))
    )


def cell_faults(table: str, cells: Cells) -> Iterator[Problem]:
    """Cells of a row that are empty or cannot be read."""
    line = cells.get("line")
    for column in columns_of(TABLES[table]):
        value = cells.get(column, "")
        if value in ("", None):
            if column in REQUIRED[table]:
                yield Problem(table, line, column, "这一格不能空着；请填写。")
            continue
        try:
            value_of(column, value)
        except ValueError:
            wanted = "日期请写成 2019-01-09" if column in DATES else "请写 yes 或 no"
            yield Problem(table, line, column, f"读不懂“{value}”；{wanted}。")
    if cells.get("verified", "") not in ("", None, *VERIFIED):
        yield Problem(table, line, "verified", f"不认识“{cells['verified']}”；请写 yes 或 to be verified。")


def _in_file_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.line or 0)


def _repeated_ids(rows):
    kept: dict[str, tuple[str, Row]] = {}
    for table, column in (("jurisdictions", "code"), ("agencies", "id"), ("collectives", "id")):
        for row in _in_file_order(getattr(rows, table)):
            own = getattr(row, column)
            before = kept.setdefault(f"{column} {own}", (table, row))
            if before[1] is not row:
                yield problem(table, row, column, f"编号“{own}”已经用过（{where(*before)}）；请换一个编号。")


def _unfit_ids(rows):
    """An id stands in addresses, where a number alone is that of a printed name."""
    for table in ("agencies", "collectives"):
        for row in _in_file_order(getattr(rows, table)):
            if row.id.isdecimal():
                text = (
                    f"编号“{row.id}”只有数字，会与文件里印的名称的编号混淆；请在前面加上地区代码，如 440100-{row.id}。"
                )
                yield problem(table, row, "id", text)
            elif not ID.fullmatch(row.id):
                text = f"编号“{row.id[:20]}”不能用；请写不超过 {LONGEST_ID} 个字，只用文字、数字、“-”和“_”。"
                yield problem(table, row, "id", text)


def _place_faults(rows):
    places = Places(rows.jurisdictions)
    for place in _in_file_order(rows.jurisdictions):
        if place.level not in LEVELS:
            yield problem("jurisdictions", place, "level", f"不认识的级别“{place.level}”，可用：{'、'.join(LEVELS)}。")
        if place.parent not in places.by_code:
            yield problem(
                "jurisdictions", place, "parent", f"没有代码为“{place.parent}”的地区；请先登记上级地区，或改正代码。"
            )
        elif (top := places.chain(place.code)[-2].parent) in places.by_code and top != NATION.code:
            yield problem("jurisdictions", place, "parent", f"{place.name}的上级绕成了圈；请核对上级地区的代码。")


def _agency_faults(rows):
    places = Places(rows.jurisdictions)
    for table in ("agencies", "collectives"):
        for body in _in_file_order(getattr(rows, table)):
            if body.jurisdiction not in places.by_code:
                text = f"没有代码为“{body.jurisdiction}”的地区；请先登记地区，或改正代码。"
                yield problem(table, body, "jurisdiction", text)
    for agency in _in_file_order(rows.agencies):
        if agency.kind not in KINDS:
            yield problem("agencies", agency, "kind", f"不认识的单位类别“{agency.kind}”，可用：{'、'.join(KINDS)}。")
    for table in ("agencies", "collective_members"):
        for row in _in_file_order(getattr(rows, table)):
            if row.valid_to and row.valid_to <= (row.valid_from or date.min):
                text = f"终止日期 {row.valid_to} 不晚于起始日期 {row.valid_from}；终止日期是不再有效的第一天，请核对。"
                yield problem(table, row, "valid_to", text)
    yield from _homeless_aliases(rows)


def _homeless_aliases(rows):
    known = {body.id for body in (*rows.agencies, *rows.collectives)}
    said = defaultdict(list)
    for alias in _in_file_order(rows.aliases):
        if alias.agency not in known:
            text = f"没有编号为“{alias.agency}”的单位或集合单位；请先登记，或改正编号。"
            yield problem("aliases", alias, "agency", text)
        said[alias.agency, alias.name].append(alias)
    for (_, name), own in said.items():
        if len(own) > 1:
            yield problem("aliases", own[-1], "name", f"别名“{name}”写了两次（{lines_of(*own)}）；请删去一行。")
