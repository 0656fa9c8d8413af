"""The release of the registry that travels with the program: what it would bring, and taking it over as it was shown."""

from dataclasses import dataclass

from tracker.agencies.exchanges import Clash, Move, difference, joined
from tracker.agencies.rows import Rows
from tracker.errors import WrongState
from tracker.operations.registry import RegistryLoaded, alike, load_registry, read_registry
from tracker.operations.registry_changes import registry_version
from tracker.operations.words import signature
from tracker.settings import shipped
from tracker.storage.database import db
from tracker.storage.registering import last_release, stored_registry


@dataclass(frozen=True)
class Offered:
    """What a release would change, the rows that stay as the office wrote them, and the registry's number as it is."""

    moves: tuple[Move, ...]
    kept: tuple[Clash, ...]
    version: int


def offered() -> Offered:
    """What the release at hand would change; nothing is written."""
    given, before = read_registry(shipped("data")), stored_registry()
    rows, kept = joined(_base(before, given), before, given)
    return Offered(difference(before, rows), tuple(kept), registry_version())


def take_release(*, who: str, version: int) -> RegistryLoaded:
    """Take the release over. Raises WrongState if the registry changed since its page had this ``version``, Unsigned."""
    who = signature(who)
    changed = registry_version() != version
    db.session.rollback()
    if changed:
        raise WrongState("登记在您打开页面之后又改过，没有更新；请刷新页面，核对后再更新。")
    return load_registry(who=who)


def _base(before: Rows, given: Rows) -> Rows:
    return last_release() or alike(before, given)
