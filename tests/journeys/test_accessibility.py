"""No page breaks a rule of WCAG 2.1 A and AA that a program can check, in light and dark, wide and narrow."""

from pathlib import Path

import pytest

from tests.journeys.conftest import DESK, TELEPHONE
from tests.journeys.test_browsing import drawn

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
CHECK = "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })"
PLACES = ["/", "/tasks?document=001-guangzhou-2023-draft&role=lead", "/tasks?role=boss", "/tasks/60", "/tasks/100"]
PLACES += [
    "/agencies",
    "/agencies/1",
    "/agencies/440100-018",
    "/agencies/440100-801",
    "/graph",
    "/documents",
    "/documents/3?task=5",
    "/documents/4",
]
PLACES += ["/documents/2/versions/1?kind=changed"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_everybody_can_read_every_page(window, viewport, theme):
    with window(viewport, color_scheme=theme, bypass_csp=True) as page:
        for place in PLACES:
            page.goto(place)
            drawn(page)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate(CHECK)["violations"]
            assert [(place, one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
