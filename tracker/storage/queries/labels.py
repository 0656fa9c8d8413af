"""How a task and an agency are named on a page, in a sheet and in a graph."""


def circled(number: int) -> str:
    """``3`` → ``③``; beyond 50, where Unicode has no circle, ``(51)``."""
    if 1 <= number <= 20:
        return chr(0x245F + number)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return f"({number})"


def task_label(path: str | None, ordinal: int, siblings: int) -> str:
    """The measure's printed numbers, and the task's own where the measure has several: ``一（三）③``."""
    number = circled(ordinal) if siblings > 1 or not path else ""
    return f"{path or ''}{number}"


def opening(text: str, limit: int = 32) -> str:
    """The first clause of a text, as a title for a measure printed without one; at most ``limit`` characters."""
    for place, character in enumerate(text[: limit + 1]):
        if character in "。；！？" or (character in "，：" and place >= limit // 2):
            return text[:place]
    return text if len(text) <= limit else text[: limit - 1] + "…"


def full_name(jurisdiction: str, name: str) -> str:
    """A name that stands alone: ``市商务委`` of ``广州市`` → ``广州市商务委``; ``各区政府`` → ``广州市各区政府``.

    A name that already begins with the jurisdiction's stays: ``广州市``, ``广州海关``.
    """
    if name.startswith(jurisdiction[:-1]):
        return name
    return jurisdiction + (name[1:] if name[:1] == jurisdiction[-1:] else name)


def is_collective(name: str) -> bool:
    """Whether a printed name means several bodies: ``各区政府``, ``市有关部门``, ``领导小组成员单位``."""
    return any(word in name for word in ("各", "有关", "相关", "成员单位"))
