"""How files come to harm: bits turned, ends cut off, pieces twice or elsewhere, brackets exchanged, encodings mistaken."""

import io
import random
import zipfile
from collections.abc import Callable

ENCODINGS = ("gb18030", "big5", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "shift_jis", "euc_kr", "latin-1")
BRACKETS = "（）〔〕〈〉【】()[]《》“”"
MARKS = "。；，、：？ \n\t\r\x00\u3000\u2028一二（1.①第"


def bits_turned(raw: bytes, chance: random.Random) -> bytes:
    """One to forty bits anywhere."""
    damaged = bytearray(raw)
    for _ in range(chance.randint(1, 40)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut_off(raw: bytes, chance: random.Random) -> bytes:
    """A beginning, an end or a middle piece, cut between any two bytes."""
    start, end = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return chance.choice([raw[:end], raw[start:], raw[start:end]])


def said_twice(raw: bytes, chance: random.Random) -> bytes:
    """A piece of the text again, at another place, up to thirty times."""
    text = raw.decode("utf-8", errors="ignore")
    start, length = chance.randrange(len(text)), chance.choice([3, 30, 300, 3000])
    at = chance.randrange(len(text))
    return (text[:at] + text[start : start + length] * chance.randint(1, 30) + text[at:]).encode()


def brackets_exchanged(raw: bytes, chance: random.Random) -> bytes:
    """Brackets of the text replaced by any others."""
    share = chance.random()
    text = raw.decode("utf-8", errors="ignore")
    return "".join(
        chance.choice(BRACKETS) if character in BRACKETS and chance.random() < share else character
        for character in text
    ).encode()


def marks_strewn(raw: bytes, chance: random.Random) -> bytes:
    """Marks put in or taken out at up to two hundred places."""
    text = list(raw.decode("utf-8", errors="ignore"))
    for _ in range(chance.randint(1, 200)):
        at = chance.randrange(len(text))
        text[at] = chance.choice(["", chance.choice(MARKS), text[at] + chance.choice(MARKS)])
    return "".join(text).encode()


def lines_shuffled(raw: bytes, chance: random.Random) -> bytes:
    """The lines in another order."""
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def written_otherwise(raw: bytes, chance: random.Random) -> bytes:
    """Another encoding, now and then with bytes missing at its end."""
    text = raw.decode("utf-8", errors="ignore")
    other = text.encode(chance.choice(ENCODINGS), errors="ignore")
    return other[: len(other) - chance.choice([0, 0, 1, 2, 3])]


def read_wrongly(raw: bytes, chance: random.Random) -> bytes:
    """Taken for another encoding once already, and saved so."""
    return raw.decode(chance.choice(["gb18030", "big5", "latin-1"]), errors="replace").encode()


def part_damaged(raw: bytes, chance: random.Random) -> bytes:
    """One part of a sound zipped document damaged, the zip itself still sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        harmed = chance.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            zipped.writestr(name, chance.choice(OF_BYTES + OF_TEXT)(part, chance) if name == harmed and part else part)
    return target.getvalue()


Mutation = Callable[[bytes, random.Random], bytes]
OF_BYTES: tuple[Mutation, ...] = (bits_turned, cut_off, lines_shuffled)
OF_TEXT: tuple[Mutation, ...] = (said_twice, brackets_exchanged, marks_strewn, written_otherwise, read_wrongly)
ENDINGS = (".txt", ".md", ".html", ".csv", ".xlsx", ".docx", ".pdf", ".doc", "")


def mutated(ending: str, raw: bytes, chance: random.Random) -> tuple[list[str], str, bytes]:
    """The names of one to three mutations, and what they leave of a file: its ending, now and then false, and bytes."""
    names = []
    if ending in (".xlsx", ".docx") and chance.random() < 0.7:
        names, raw = ["part_damaged"], part_damaged(raw, chance)
    else:
        kinds = OF_BYTES if ending in (".xlsx", ".docx") else OF_BYTES + OF_TEXT
        for mutation in chance.sample(kinds, chance.choice([1, 1, 2, 3])):
            if raw:
                names.append(mutation.__name__)
                raw = mutation(raw, chance)
    if chance.random() < 0.05:
        names.append("ending_mistaken")
        ending = chance.choice(ENDINGS)
    return names, ending, raw
