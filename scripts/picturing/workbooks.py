"""The workbooks that leave, as LibreOffice prints them: the ledger and a template, each its first page."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.picturing.papers import first_sheet

WORKBOOKS = {
    "office": ("ledger-workbook", "/exports", "下载总台账"),
    "commerce": ("template-workbook", "/workbooks", "下载"),
}
"""By login: the picture's name, the page that offers the workbook, and the words of its link begin so."""


def print_workbook(page, login: str, folder: Path) -> Iterator[Path]:
    """Print what this one takes away; yields where its first page is kept. Nothing without LibreOffice."""
    if login not in WORKBOOKS or not (program := shutil.which("soffice")):
        return
    name, place, words = WORKBOOKS[login]
    page.goto(place)
    link = page.locator("main a[href*='.xlsx']", has_text=words).first.get_attribute("href")
    path = folder / f"{name}.png"
    path.write_bytes(first_sheet(_printed(program, page.request.get(link).body())))
    yield path


def _printed(program, workbook: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "book.xlsx"
        source.write_bytes(workbook)
        asked = [program, f"-env:UserInstallation={Path(home).as_uri()}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*asked, "--outdir", home, source], check=True, capture_output=True, timeout=300)
        return source.with_suffix(".pdf").read_bytes()
