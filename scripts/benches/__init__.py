"""What `scripts/bench` can measure, section by section: each is a function that prints its table and asserts nothing."""

from scripts.benches.agencies import agencies
from scripts.benches.confirming import confirming
from scripts.benches.extraction import extraction
from scripts.benches.pages import pages
from scripts.benches.workbooks import workbooks

SECTIONS = {
    "confirming": confirming,
    "extraction": extraction,
    "agencies": agencies,
    "workbooks": workbooks,
    "pages": pages,
}
