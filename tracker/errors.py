"""Refusals: what the tracker will not do, each with the facts a sentence about it needs.

A refusal's text is one Chinese sentence that says what happened and what to do. It is written here, once, and shown
as it stands on a page, on the command line and in a log.
"""


class Refusal(Exception):
    """The base of everything that is refused rather than broken; ``str(refusal)`` is the sentence for the user."""


class UnreadableFile(Refusal):
    """A file that holds no text the tracker can read: empty, undecodable, of an unsupported kind."""


class BadMeasures(Refusal):
    """A measures CSV that cannot be loaded; ``row`` counts from 1 (the header) as a spreadsheet does, ``column`` is a name."""

    def __init__(self, what, *, row=None, column=None):
        self.row, self.column = row, column
        where = "".join([f"第 {row} 行" if row else "", f"“{column}”列" if column else ""])
        super().__init__(f"{where}：{what}" if where else what)


class NotReady(Refusal):
    """The installation cannot start or serve: a busy port, an unwritable folder, an unknown setting."""
