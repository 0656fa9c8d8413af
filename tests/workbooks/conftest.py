"""LibreOffice, for what another program makes of our workbooks."""

import shutil
import subprocess

import pytest

from tests.conftest import needed


@pytest.fixture(scope="session")
def soffice(tmp_path_factory):
    """Turn a workbook's bytes into another kind of file: ``soffice(raw, "pdf")``, ``soffice(raw, "xlsx")``."""
    program = needed(shutil.which("soffice"), "needs LibreOffice: apt-get install libreoffice-calc-nogui")
    home = tmp_path_factory.mktemp("libreoffice")

    def convert(raw, kind, name="book.xlsx"):
        source, target = home / name, home / "out"
        source.write_bytes(raw)
        asked = [program, f"-env:UserInstallation={home.as_uri()}/profile", "--headless", "--convert-to", kind]
        ended = subprocess.run([*asked, "--outdir", target, source], capture_output=True, text=True, timeout=300)
        made = target / source.with_suffix(f".{kind.partition(':')[0]}").name
        assert made.exists(), ended.stderr
        return made.read_bytes()

    return convert
