"""Markdown (.md) → the text it shows: what only marks it up is taken out; headings, lists and tables keep their lines."""

import html
import re

FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)\n")
COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
RULE = re.compile(r"^ {0,3}(?:=+|(?:[-*_] ?){3,})[ \t]*$", re.MULTILINE)
"""A line drawn across, or under the words that it makes a heading."""
QUOTED = re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}(?: \"[^\"\n]{0,200}\")?\)")
EMPHASIS = re.compile(r"(?<![\\*0-9])(\*{1,3})(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*\\])\1(?!\*)")
BULLET_OF_NUMBER = re.compile(
    r"^([ \t]*)[-*+][ \t]+(?=\d{1,3}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)", re.MULTILINE
)
"""A list's mark before an item that has a number of its own."""
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")
ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")


def shown(text: str) -> str:
    """The words of a Markdown text: without front matter, comments, drawn lines, addresses of links and pictures, emphasis."""
    text = FRONT_MATTER.sub("", text)
    for mark in (COMMENT, RULE, QUOTED, PICTURE):
        text = mark.sub("", text)
    text = BULLET_OF_NUMBER.sub(r"\1", EMPHASIS.sub(r"\2", text))
    text = ESCAPED.sub(r"\1", LINK.sub(r"\1", text))
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
