"""The hidden sheet ``_meta`` of a template: for whom and for when it is, and what each row said as it left.

With the digests a returned workbook shows by itself which cells somebody changed, so that an untouched cell never
undoes what was changed elsewhere meanwhile.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from tracker.workbooks.answers import ANSWERS, TemplateRow, canonical, locked_texts

SHEET = "_meta"
FORM = "1"
"""The version of the form; one that another version of the program made says so."""
VERSION = re.compile("[0-9]{1,18}")
CAPTIONS = {"form": "格式", "cycle": "周期", "cycle_name": "周期名称", "agency": "单位", "agency_name": "单位名称"}
CHECKSUM, ROWS = "校验码", "任务编号"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """For which cycle and which agency a template is; ``cycle`` and ``agency`` are their identities, unlike the names."""

    cycle: str
    cycle_name: str
    agency: str
    agency_name: str
    form: str = FORM


@dataclass(frozen=True, slots=True)
class Left:
    """A row as it left: its version, the digest of its locked cells, those of its answers in the order of ANSWERS."""

    version: int
    locked: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the sheet says; ``is_whole`` is False where somebody changed it."""

    addressee: Addressee
    rows: dict[str, Left] = field(default_factory=dict)
    is_whole: bool = True


def digest(text: str) -> str:
    """A few letters that tell two texts apart."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def left(row: TemplateRow) -> Left:
    """A row as it leaves now."""
    answers = tuple(digest(canonical(getattr(row.answers, column.name))) for column in ANSWERS)
    return Left(row.version, digest("\n".join(locked_texts(row))), answers)


def heading(addressee: Addressee) -> list[tuple[str, str]]:
    """The sheet's first lines."""
    facts = asdict(addressee)
    return [(caption, facts[name]) for name, caption in CAPTIONS.items()]


def body(addressee: Addressee, rows: Iterable[TemplateRow], seal: bytes) -> Iterator[tuple[str, ...]]:
    """The lines below: a row each, and the checksum of all."""
    checksum = _Checksum(addressee, seal)
    yield (ROWS, "版本", "锁定栏", "填报栏")
    for row in rows:
        gone = left(row)
        line = (row.key, str(gone.version), gone.locked, " ".join(gone.answers))
        checksum.add(line)
        yield line
    yield (CHECKSUM, checksum.value())


def read_meta(lines: Sequence[Sequence[str]], seal: bytes) -> Meta | None:
    """What the sheet's lines say; None where they are no such sheet."""
    captions = {caption: name for name, caption in CAPTIONS.items()}
    facts, found, checksum, is_row = {}, [], None, False
    for first, *rest in lines:
        if first == ROWS:
            is_row = True
        elif first == CHECKSUM:
            checksum = rest[0] if rest else ""
        elif is_row and len(rest) >= 3:
            found.append((first, *rest[:3]))
        elif first in captions and rest:
            facts[captions[first]] = rest[0]
    if len(facts) < len(CAPTIONS):
        return None
    addressee = Addressee(**facts)
    expected = _Checksum(addressee, seal)
    for line in found:
        expected.add(line)
    whole = checksum == expected.value() and all(VERSION.fullmatch(version) for _, version, *_ in found)
    return Meta(addressee, _rows(found) if whole else {}, whole)


def _rows(found):
    return {key: Left(int(version), locked, tuple(answers.split())) for key, version, locked, answers in found}


class _Checksum:
    """Over the addressee and every row, line by line."""

    def __init__(self, addressee, seal):
        self._sum = hmac.new(seal or b"_meta", digestmod=hashlib.sha256)
        for line in heading(addressee):
            self.add(line)

    def add(self, line):
        self._sum.update(("\x1f".join(line) + "\x1e").encode("utf-8", "surrogatepass"))

    def value(self):
        return self._sum.hexdigest()[:32]
