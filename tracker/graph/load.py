"""How much each agency carries: on how many tasks it stands, role by role."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from tracker.vocabulary import Role

TasksOfRole = dict[Role, dict[int, list[str]]]
"""Role → task id → the agencies in that role, each once."""


@dataclass(frozen=True, slots=True)
class Load:
    """On how many tasks an agency stands in each role, each task counted once per role.

    ``in_charge`` counts the tasks it leads and those it is responsible for while nobody leads; it is the first number
    of “牵头 + 配合”. An agency printed both as lead and as support of one task counts in both, as its rows do.
    """

    lead: int = 0
    responsible: int = 0
    support: int = 0
    guide: int = 0
    in_charge: int = 0

    @property
    def carried(self) -> int:
        """牵头 + 配合 in one figure, by which agencies are ranked."""
        return self.in_charge + self.support

    def __add__(self, other: "Load") -> "Load":
        """Both loads together, of tasks that are not the same."""
        return Load(
            self.lead + other.lead,
            self.responsible + other.responsible,
            self.support + other.support,
            self.guide + other.guide,
            self.in_charge + other.in_charge,
        )


def count_loads(agencies: Iterable[str], units: TasksOfRole) -> dict[str, Load]:
    """Agency id → Load over these tasks."""
    counts = {str(role): Counter(chain.from_iterable(units[role].values())) for role in Role}
    led = units[Role.LEAD]
    stand_ins = (units[Role.RESPONSIBLE][task] for task in units[Role.RESPONSIBLE] if task not in led)
    counts["in_charge"] = counts[Role.LEAD] + Counter(chain.from_iterable(stand_ins))
    return {agency: Load(**{role: of_role[agency] for role, of_role in counts.items()}) for agency in agencies}


def heaviest_first(loads: dict[str, Load]) -> list[str]:
    """Agency ids by 牵头 + 配合, the leads deciding between equals, then the id."""
    return sorted(loads, key=lambda agency: (-loads[agency].carried, -loads[agency].in_charge, agency))
