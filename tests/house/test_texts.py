"""Texts speak of the product alone: of no machine they were written on, and of nothing left undone."""

import re

from tests.house.project import ROOT, files_of_the_project, short

ENDINGS = {"", ".py", ".md", ".html", ".css", ".js", ".cfg", ".toml", ".ini", ".mako"}
A_HOME = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
UNDONE = re.compile(r"\b(?:TO[D]O|FIX[M]E)\b")


def texts():
    """Every text written for the project: neither the documents it reads nor what others wrote."""
    for path in files_of_the_project():
        if path.suffix in ENDINGS and not {"vendor", "documents", "samples"} & set(path.relative_to(ROOT).parts):
            yield path, path.read_text(encoding="utf-8")


def test_no_text_names_a_folder_of_the_machine_it_was_written_on():
    assert {short(path): found for path, text in texts() if (found := A_HOME.findall(text))} == {}


def test_no_text_leaves_something_undone():
    assert {short(path): found for path, text in texts() if (found := UNDONE.findall(text))} == {}
