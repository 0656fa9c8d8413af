"""Why a form was refused, as the audit keeps it: the sentence its page shows, without anything that was typed or quoted."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, before_render_template, g, request

from tracker.errors import BadForm, Refusal
from tracker.operations.words import line

QUOTED = re.compile("“[^“”]*”")
SHORTEST = 2
"""Letters of what was typed from which on it is left out: a single one stands in every other word."""


def init_app(app: Flask) -> None:
    before_render_template.connect(_shown, app)


def _shown(_app: Flask, context: dict[str, Any], **_more: Any) -> None:
    because(context.get("refusal"))


def because(refusal: Refusal | None) -> None:
    """Remember why this request is refused."""
    if isinstance(refusal, Refusal):
        g.refusal = refusal


def cause() -> str:
    """Why this request is refused; "" where no refusal said it."""
    refusal = g.get("refusal")
    sent = [value for _, value in (*request.form.items(multi=True), *request.args.items(multi=True))]
    typed = [text for value in sent for text in (value, line(value))]
    return without_typed(_sentence(refusal), typed) if refusal else ""


def _sentence(refusal):
    if isinstance(refusal, BadForm):
        return "".join(dict.fromkeys(sentence for found in refusal.faults.values() for sentence in found))
    return str(refusal)


def without_typed(sentence: str, typed: Iterable[str]) -> str:
    """A sentence with … for whatever was typed and for all that stands in quotation marks, be it from a file or from what
    is stored; "" where the marks do not tell where that ends."""
    for text in sorted(set(typed), key=len, reverse=True):
        if len(text) >= SHORTEST and not (text.isdecimal() and len(text) < 5):
            sentence = sentence.replace(text, "…")
    while (shorter := QUOTED.sub("…", sentence)) != sentence:
        sentence = shorter
    return "" if "“" in sentence or "”" in sentence else sentence
