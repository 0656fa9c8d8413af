"""From what a person writes in a field to the agency or collective it means."""

from collections.abc import Iterable

from tracker.agencies.names import normal
from tracker.agencies.rows import Agency, Collective
from tracker.errors import Ambiguous, NotRegistered


def offered(body: Agency | Collective) -> str:
    """How a body is offered in a list, so that it can be found again: ``广州市商务局 440100-015``."""
    return f"{body.name} {body.id}"


def chosen(text: str, bodies: Iterable[Agency | Collective]) -> Agency | Collective:
    """The body of an offered line, an id, or a complete or short name. Raises NotRegistered, or Ambiguous."""
    text, bodies = text.strip(), list(bodies)
    ids = {text, *text.split()[-1:]}
    if found := next((each for each in bodies if each.id in ids), None):
        return found
    name = normal(text)
    found = [each for each in bodies if name and normal(each.name) == name]
    found = found or [each for each in bodies if name and normal(getattr(each, "short", "")) == name]
    if not found:
        raise NotRegistered(text)
    if len(found) > 1:
        names = "、".join(offered(each) for each in found)
        raise Ambiguous(f"登记里有几个“{text}”（{names}），没有改动任何内容；请写上编号。")
    return found[0]
