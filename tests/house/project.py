"""Where the project's own files lie, and what is asked of each."""

import ast
import subprocess
from configparser import ConfigParser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tracker"
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = [
    *MODULES,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted(path for path in (ROOT / "scripts").rglob("*") if path.is_file() and path.suffix in ("", ".py")),
]


def short(path: Path) -> str:
    """A file's name as the tests show it."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def setup() -> ConfigParser:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def listed(section: str, option: str) -> list[str]:
    """A list of setup.cfg."""
    return setup()[section][option].split("\n")[1:]


@cache
def files_of_the_project() -> list[Path]:
    """Every file that is or will be in version control; what is generated is not among them."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listing.split("\0")[:-1] if (path := ROOT / name).is_file()]
