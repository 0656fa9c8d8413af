"""Kinds of agencies, and what the kind changes: who is urged, and who can only be asked."""

from dataclasses import dataclass

from tracker.agencies.places import NATION, Places
from tracker.agencies.rows import Agency
from tracker.vocabulary.reminders import Step

URGED = (Step.REMIND, Step.URGE, Step.SUPERVISE)
ASKED = (Step.REMIND, Step.REQUEST)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as the registry writes it; ``always_asked`` whatever the office, ``of_the_centre`` when named so."""

    name: str
    always_asked: bool = False
    of_the_centre: str | None = None


KINDS = {
    kind.name: kind
    for kind in (
        Kind("政府部门"),
        Kind("区政府"),
        Kind("管委会"),
        Kind("党委部门", always_asked=True),
        Kind("垂直管理单位", always_asked=True),
        Kind("国有企业", of_the_centre="中国"),
        Kind("群团事业单位"),
    )
}
"""区政府 is a government one level below the office's, of whatever name. A company named 中国… is the centre's, and so are
its branches (中国出口信用保险公司深圳分公司), whatever city they are registered in."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How an office treats an agency: its ladder, whether it stands in 通报 and ranking, whether 代录 is allowed.

    The rates of those that are asked are shown apart.
    """

    ladder: tuple[Step, ...]
    ranked: bool
    entered_by_office: bool

    @property
    def is_asked(self) -> bool:
        return self.ladder[-1] is Step.REQUEST


BY_URGING = Treatment(URGED, ranked=True, entered_by_office=False)
BY_ASKING = Treatment(ASKED, ranked=False, entered_by_office=True)


def treatment(agency: Agency, office: str, places: Places) -> Treatment:
    """How the office in a jurisdiction (its code) treats an agency: nobody urges a superior's departments or companies."""
    kind = KINDS.get(agency.kind, Kind(agency.kind))
    named_so = kind.of_the_centre is not None and agency.name.startswith(kind.of_the_centre) and office != NATION.code
    if kind.always_asked or named_so or places.is_above(agency.jurisdiction, office):
        return BY_ASKING
    return BY_URGING
