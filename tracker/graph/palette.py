"""Colours and font of the figures, by default the page's CSS variables.

Plotly does not know CSS variables: the page replaces each ``var(--name)`` by its value before it draws, and again when
the theme changes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """``lead`` draws leads and what goes through the hub, ``support`` co-units and other ties, ``sheet`` the ground.

    ``muted`` draws what is only compared with, ``ink_2`` names it.
    """

    lead: str = "var(--blue)"
    support: str = "var(--co)"
    sheet: str = "var(--sheet)"
    ink: str = "var(--ink)"
    ink_2: str = "var(--ink-2)"
    muted: str = "var(--grey-mark)"
    hair: str = "var(--hair)"
    font: str = "var(--sans)"


PAGE = Palette()
