"""A page says what it takes, takes what it says, and leaves rules, sums and queries to Python."""

import re

import pytest

from tests.house.project import ROOT, short

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
EXPRESSION = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
IMPORT = re.compile(r"{% from \"[^\"]+\" import (.+?)(?: with context)? %}")


def source(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_every_macro_a_template_imports_is_used(path):
    for names in IMPORT.findall(source(path)):
        for name in (part.split(" as ")[-1].strip() for part in names.split(",")):
            assert len(re.findall(rf"\b{name}\b", source(path))) > 1, name


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_does_sums_or_asks_the_database(path):
    for expression in EXPRESSION.findall(source(path)):
        bare = STRING.sub("", expression).strip("-")
        assert not re.search(r"\w\s*[*/+]\s*\w|\)\s*-\s*\d|\bquery\b|\bsession\b", bare), expression


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.parent.name not in ("templates", "components")], ids=short
)
def test_a_page_extends_the_base_and_names_its_title_and_a_part_of_a_page_does_not(path):
    is_part = path.name.startswith("_")
    assert source(path).startswith('{% extends "base.html" %}') is not is_part
    assert ("{% block title %}" in source(path)) is not is_part


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_writes_scripts_styles_or_unescaped_text(path):
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|\|\s*safe\b|autoescape false", source(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_form_that_changes_something_is_never_sent_by_a_choice_alone(path):
    """What has the class ``filter`` is sent by static/js/frame.js as soon as something is chosen in it."""
    for form in re.findall(r"<form\b.*?>", source(path), re.DOTALL):
        assert not re.search(r"class=\"[^\"]*\bfilter\b", form) or "method=\"get\"" in form, form


def test_every_macro_is_imported_somewhere():
    defined = {
        (path, name)
        for path in (ROOT / "templates" / "components").glob("*.html")
        for name in re.findall(r"{% macro (\w+)\(", source(path))
    }
    imported = ",".join(names for path in TEMPLATES for names in IMPORT.findall(source(path)))
    assert [name for _, name in sorted(defined) if not re.search(rf"\b{name}\b", imported)] == []
