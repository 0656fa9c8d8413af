"""The registry as files of the office: out as a workbook or CSV in an archive, and in again, looked through first."""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker import clock
from tracker.agencies.captions import COLUMNS, TABLES, in_words, meant, shown
from tracker.agencies.checking import check, faults_between
from tracker.agencies.csv_tables import Cells, as_text, header_problems, read_table, write_table
from tracker.agencies.exchanges import Clash, Move, difference, joined
from tracker.agencies.problems import FILES, Problem
from tracker.agencies.rows import TABLES as ROWS
from tracker.agencies.rows import Rows, columns_of
from tracker.errors import UnreadableFile, WrongState
from tracker.extraction.reading import LARGEST, shown_name
from tracker.extraction.reading.archives import checked
from tracker.extraction.reading.limits import library
from tracker.operations.files import written_whole
from tracker.operations.registry_changes import Changed, Wanted, registry_at, registry_version, rewrite
from tracker.operations.transactions import one_transaction
from tracker.operations.words import signature
from tracker.storage.database import db, take_turn
from tracker.storage.registering import stored_registry
from tracker.storage.registry_office import RegistryUpload
from tracker.vocabulary import RegistryStep
from tracker.workbooks.registry_book import (
    ABOUT,
    MOST_ROWS,
    VERSION,
    FormulaCell,
    read_registry_book,
    write_registry_book,
)

VERSION_FILE = "version.txt"
NAMED = {title: table for table, title in TABLES.items()} | {Path(file).stem: table for table, file in FILES.items()}
"""What a sheet or file may be called → its table."""


@dataclass(frozen=True)
class Given:
    """What a file says: its tables as texts, what is wrong with it as a file, and the registry's version it was made of."""

    tables: dict[str, list[Cells]]
    problems: tuple[Problem, ...] = ()
    version: int | None = None
    is_book: bool = False


@dataclass(frozen=True)
class Import:
    """What taking a file over would do: rows that change, those that stay because another changed them since the file
    was made, tables it does not have; or what speaks against it, as sentences. ``version`` is the registry's now."""

    moves: tuple[Move, ...] = ()
    kept: tuple[Clash, ...] = ()
    missing: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    version: int = 0
    rows: Rows | None = None


def write_workbook(target: BinaryIO) -> None:
    """The registry as .xlsx, a sheet for each table."""
    rows = stored_registry()
    sheets = {title: (list(COLUMNS[table].values()), _shown(rows, table)) for table, title in TABLES.items()}
    write_registry_book(sheets, target, version=registry_version(), day=clock.today().isoformat())


def _shown(rows, table):
    for row in getattr(rows, table):
        yield [shown(table, name, getattr(row, name)) for name in COLUMNS[table]]


def write_archive(target: BinaryIO) -> None:
    """The registry as CSV files of the names of ``data/``, in one archive."""
    rows = stored_registry()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, file in FILES.items():
            archive.writestr(file, write_table(table, getattr(rows, table)))
        archive.writestr(VERSION_FILE, str(registry_version()))


def write_file(path: Path) -> None:
    """The registry into a file, an archive if it is named .zip; it is there whole or not at all."""
    with written_whole(path) as target:
        (write_archive if path.suffix.lower() == ".zip" else write_workbook)(target)
    db.session.rollback()


def receive(file: BinaryIO, name: str, *, who: str) -> int:
    """Keep a file to be looked through; returns its number. Raises UnreadableFile for one that cannot be, Unsigned."""
    who, raw = signature(who), file.read(LARGEST + 1)
    name = shown_name(name)
    if len(raw) > LARGEST:
        raise UnreadableFile(f"“{name}”超过 {LARGEST // 2**20} MB，没有读取；请只留登记的表再导入。")
    read(raw, name)
    with one_transaction():
        sha256 = hashlib.sha256(raw).hexdigest()
        upload = RegistryUpload(sha256=sha256, file_name=name, content=raw, who=who, at=clock.now())
        db.session.add(upload)
        db.session.flush()
        return upload.id


def look_through(upload: RegistryUpload) -> Import:
    """What a kept file would change, row by row; nothing is written."""
    return _compared(read(upload.content, upload.file_name), stored_registry(), registry_version())


def take_over(upload_id: int, *, who: str, version: int) -> Changed:
    """Let the registry say what a file says that was looked through when the registry had this ``version``.

    Raises BadRegistry for a file with faults, WrongState for one taken over already or looked through too early, Unsigned.
    """
    who = signature(who)
    with one_transaction():
        take_turn(db.session.connection())
        upload = db.session.get(RegistryUpload, upload_id)
        if upload is None or upload.event_id is not None:
            raise WrongState("这份登记文件已经导入过，没有再改；如要再导入，请重新上传。")
        if registry_version() != version:
            raise WrongState("预览之后登记又改过，没有导入；下面是重新比较的结果，请核对后再导入。")
        before = stored_registry()
        found = _compared(read(upload.content, upload.file_name), before, version)
        if found.rows is None:
            raise WrongState(f"这份登记文件有 {len(found.faults)} 处问题，没有导入；请改正后重新上传。")
        changed = rewrite(before, Wanted(found.rows), step=RegistryStep.LOADED, who=who, reason=upload.file_name)
        upload.event_id = changed.event
        return changed


def read(raw: bytes, name: str) -> Given:
    """A workbook, an archive of CSV files, or one CSV file named like a table. Raises UnreadableFile."""
    ending = Path(name.lower()).suffix
    if ending == ".xlsx":
        return _book(raw, name)
    if ending == ".zip":
        return _archive(raw, name)
    if ending == ".csv":
        return _files({name: raw}, name)
    raise UnreadableFile(f"“{name}”不是登记文件；请上传 .xlsx、.zip，或一张表的 .csv（如 agencies.csv）。")


def _archive(raw, name):
    with zipfile.ZipFile(checked(raw, name, "压缩包", "")) as archive:
        files = {part.filename: archive.read(part) for part in archive.infolist() if not part.is_dir()}
    version = files.pop(VERSION_FILE, b"").decode("ascii", "replace").strip()
    return _files(files, name, int(version) if version.isdecimal() and len(version) < 10 else None)


def _files(files: Mapping[str, bytes], name, version=None):
    tables, problems = {}, []
    for path, data in files.items():
        if (table := NAMED.get(Path(path).stem)) is None:
            if path.lower().endswith(".csv"):
                raise UnreadableFile(
                    f"“{name}”里的 {shown_name(path)} 不是登记的表；文件名应为 {'、'.join(FILES.values())}。"
                )
            continue
        tables[table], found = read_table(table, data, gbk=True)
        problems.extend(found)
    if not tables:
        raise UnreadableFile(f"“{name}”里没有登记的表；文件名应为 {'、'.join(FILES.values())}。")
    return Given(tables, tuple(problems), version)


def _book(raw, name):
    file = checked(raw, name, "Excel 工作簿", "xl/")
    with library(name, "Excel 工作簿"):
        sheets = read_registry_book(file)
    tables, problems, version = {}, [], None
    for title, rows in sheets.items():
        if title == ABOUT:
            told = dict(cells[:2] for _, cells in rows if len(cells) > 1)
            version = int(told[VERSION]) if told.get(VERSION, "").isdecimal() else None
        elif table := NAMED.get(title.strip()):
            tables[table], found = _sheet(table, rows)
            problems.extend(found)
    if not tables:
        raise UnreadableFile(f"“{name}”里没有登记的工作表；应有：{'、'.join(TABLES.values())}。")
    return Given(tables, tuple(problems), version, is_book=True)


def _sheet(table, rows):
    if not rows:
        return [], [Problem(table, None, None, "工作表是空的；第一行应是列名。")]
    if len(rows) > MOST_ROWS:
        return [], [Problem(table, None, None, f"超过 {MOST_ROWS} 行；请删去多余的行。")]
    columns = {caption: name for name, caption in COLUMNS[table].items()}
    _, captions = rows[0]
    header = [columns.get(each, each) for each in captions]
    while header and not header[-1]:
        header.pop()
    if problems := header_problems(table, header):
        return [], problems
    found, problems = [], []
    for number, cells in rows[1:]:
        for name, text in zip(header, cells, strict=False):
            if isinstance(text, FormulaCell):
                problems.append(Problem(table, number, name, f"这一格是公式“{text[:40]}”；请改成文字。"))
        texts = {name: meant(table, name, str(text)) for name, text in zip(header, cells, strict=False)}
        found.append(texts | {"line": number})
    return found, problems


def _compared(given: Given, before: Rows, version: int) -> Import:
    missing = tuple(table for table in TABLES if table not in given.tables)
    if given.problems:
        return Import(missing=missing, faults=_said(given.problems, given.is_book), version=version)
    there = {table: _cells(getattr(before, table), table) for table in missing}
    looked = check({table: given.tables.get(table) or there.get(table, []) for table in TABLES})
    if looked.rows is None:
        return Import(missing=missing, faults=_said(looked.problems, given.is_book), version=version)
    base = registry_at(given.version) if given.version and given.version < version else before
    rows, kept = joined(base, before, looked.rows) if base is not None else (looked.rows, ())
    if faults := faults_between(before, rows):
        return Import(missing=missing, faults=_said(faults, given.is_book), version=version)
    return Import(difference(before, rows), kept, missing, version=version, rows=rows)


def _cells(rows, table):
    names = columns_of(ROWS[table])
    return [{name: as_text(getattr(row, name)) for name in names} for row in rows]


def _said(problems, is_book) -> tuple[str, ...]:
    """Each fault by file or sheet, row and column, in the words of the kind of file it stands in."""
    if not is_book:
        return tuple(map(str, problems))
    return tuple(f"{_place(problem)}：{in_words(problem.sentence)}" for problem in problems)


def _place(problem):
    line = f"第 {problem.line} 行" if problem.line else ""
    column = COLUMNS[problem.table].get(problem.column, problem.column)
    return f"“{TABLES[problem.table]}”表{line}" + (f"“{column}”列" if column else "")
