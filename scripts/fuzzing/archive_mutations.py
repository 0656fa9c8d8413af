"""How Office files come to harm inside: parts lost, exchanged or damaged and packed again, tags and numbers altered."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

TAG = re.compile(rb"<[^<>]{1,200}>")
VALUE = re.compile(rb'"[^"<>]{0,80}"')
VALUES = (
    b"",
    b"0",
    b"-1",
    b"1",
    b"99999999999999999999",
    b"1e9",
    b"x",
    b"restart",
    "（三）".encode(),
    b"A1:XFD1048576",
)
NAMES = ("../x", "word/document.xml", "xl/workbook.xml", "word/" + "甲" * 200, "[Content_Types].xml", "a/b/c.bin")


def part_lost(parts: dict[str, bytes], chance: random.Random) -> None:
    """One part is gone."""
    parts.pop(chance.choice(list(parts)))


def parts_exchanged(parts: dict[str, bytes], chance: random.Random) -> None:
    """Two parts have changed places."""
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def part_emptied(parts: dict[str, bytes], chance: random.Random) -> None:
    """One part holds nothing, or bytes that mean nothing."""
    parts[chance.choice(list(parts))] = chance.choice([b"", b"\x00" * 99, chance.randbytes(500), b"<x/>"])


def part_added(parts: dict[str, bytes], chance: random.Random) -> None:
    """One part more, under any name."""
    parts[chance.choice(NAMES)] = chance.choice([b"", b"<x/>", chance.choice(list(parts.values()))])


def part_cut(parts: dict[str, bytes], chance: random.Random) -> None:
    """One part ends early."""
    name = chance.choice(list(parts))
    parts[name] = parts[name][: chance.randrange(len(parts[name]) + 1)]


def bytes_altered(parts: dict[str, bytes], chance: random.Random) -> None:
    """Some bytes of a part are others."""
    name = chance.choice(list(parts))
    content = bytearray(parts[name])
    for _ in range(chance.randint(1, 20) if content else 0):
        content[chance.randrange(len(content))] = chance.choice(b'\x00<>"/=&;09azAZ\xff\xe5')
    parts[name] = bytes(content)


def tags_altered(parts: dict[str, bytes], chance: random.Random) -> None:
    """Tags of a part are lost, doubled, or stand elsewhere."""
    name = _large(parts, chance)
    places = list(TAG.finditer(parts[name]))
    for place in sorted(
        chance.sample(places, min(len(places), chance.randint(1, 5))), key=lambda place: -place.start()
    ):
        new = chance.choice([b"", place[0] * 2, chance.choice(places)[0]])
        parts[name] = parts[name][: place.start()] + new + parts[name][place.end() :]


def values_altered(parts: dict[str, bytes], chance: random.Random) -> None:
    """Attributes of a part say something else."""
    name = _large(parts, chance)
    share = chance.random() * 0.1
    parts[name] = VALUE.sub(
        lambda found: b'"%s"' % chance.choice(VALUES) if chance.random() < share else found[0], parts[name]
    )


def pieces_repeated(parts: dict[str, bytes], chance: random.Random) -> None:
    """A piece of a part stands there many times."""
    name = _large(parts, chance)
    places = [place.start() for place in TAG.finditer(parts[name])]
    if len(places) > 1:
        start, end = sorted(chance.sample(places, 2))
        piece = parts[name][start:end][:5000]
        parts[name] = parts[name][:end] + piece * chance.choice([1, 3, 30]) + parts[name][end:]


def _large(parts, chance):
    """A part, the large ones rather than the small."""
    return chance.choices(list(parts), [len(content) + 1 for content in parts.values()])[0]


MUTATIONS: tuple[Callable[[dict[str, bytes], random.Random], None], ...] = (
    part_lost,
    parts_exchanged,
    part_emptied,
    part_added,
    part_cut,
    bytes_altered,
    tags_altered,
    values_altered,
    pieces_repeated,
)


def mutated_archive(raw: bytes, chance: random.Random) -> tuple[list[str], bytes]:
    """The names of one to three mutations and the archive they leave, packed again as it should be."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    names = []
    for mutation in chance.sample(MUTATIONS, chance.choice([1, 1, 2, 3])):
        names.append(mutation.__name__)
        mutation(parts, chance)
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return names, file.getvalue()
