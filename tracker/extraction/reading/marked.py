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
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")
ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")


def shown(text: str) -> str:
    """The words of a Markdown text: without front matter, comments, drawn lines, addresses of links and pictures."""
    text = FRONT_MATTER.sub("", text)
    for mark in (COMMENT, RULE, QUOTED, PICTURE):
        text = mark.sub("", text)
    text = ESCAPED.sub(r"\1", LINK.sub(r"\1", text))
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
