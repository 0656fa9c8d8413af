"""How files come to harm: bits turned, ends cut off, pieces twice or elsewhere, brackets exchanged, encodings mistaken."""

import random
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
    start, length = chance.randrange(len(text) + 1), chance.choice([3, 30, 300, 3000])
    at = chance.randrange(len(text) + 1)
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
    for _ in range(chance.randint(1, 200) if text else 0):
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


def overwritten(raw: bytes, chance: random.Random) -> bytes:
    """A stretch of zeros or of noise, as a bad sector leaves it."""
    start, length = chance.randrange(len(raw)), chance.choice([1, 16, 512, 4096])
    length = min(length, len(raw) - start)
    return raw[:start] + chance.choice([bytes(length), chance.randbytes(length)]) + raw[start + length :]


def pieces_exchanged(raw: bytes, chance: random.Random) -> bytes:
    """Two halves in the wrong order, or a piece from elsewhere in the file."""
    at, other = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    return chance.choice([raw[at:] + raw[:at], raw[:at] + raw[other : other + 2000] + raw[at:]])


def replaced(raw: bytes, chance: random.Random) -> bytes:
    """Something else altogether: nothing, nulls, an encrypted or an old Office file, a page, a picture."""
    return chance.choice(
        [
            b"",
            bytes(chance.randint(1, 5000)),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + raw[:5000],
            b"<html><body>" + raw[:500],
            b"%PDF-1.7\n" + raw,
            b"PK\x03\x04" + raw,
            b"\x89PNG\r\n\x1a\n" + raw[:500],
            chance.randbytes(chance.randint(1, 5000)),
        ]
    )


Mutation = Callable[[bytes, random.Random], bytes]
FOR_BYTES: tuple[Mutation, ...] = (bits_turned, cut_off, lines_shuffled, overwritten, pieces_exchanged, replaced)
FOR_TEXTS: tuple[Mutation, ...] = (
    *FOR_BYTES,
    said_twice,
    brackets_exchanged,
    marks_strewn,
    written_otherwise,
    read_wrongly,
)


def mutated(raw: bytes, chance: random.Random, mutations: tuple[Mutation, ...]) -> tuple[list[str], bytes]:
    """The names of one to three mutations and what they leave of a file."""
    names = []
    for mutation in chance.sample(mutations, chance.choice([1, 1, 2, 3])):
        if raw:
            names.append(mutation.__name__)
            raw = mutation(raw, chance)
    return names, raw
