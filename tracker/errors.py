"""Refusals: what the tracker will not do, each with the facts a sentence about it needs.

A refusal's text is one Chinese sentence that says what happened and what to do. It is written here, once, and shown
as it stands on a page, on the command line and in a log.
"""

import errno

CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
}


def cause_of(error: OSError) -> str:
    """Why the system would not open or write a file, in a few words."""
    return CAUSES.get(error.errno) or error.strerror or type(error).__name__


class Refusal(Exception):
    """The base of everything that is refused rather than broken; ``str(refusal)`` is the sentence for the user."""


class UnreadableFile(Refusal):
    """A file that holds no text the tracker can read: empty, undecodable, of an unsupported kind."""


class BadMeasures(Refusal):
    """A measures CSV that cannot be loaded; ``row`` counts from 1 (the header) as a spreadsheet does."""

    def __init__(self, what, *, row=None, column=None):
        self.row, self.column = row, column
        where = "".join([f"第 {row} 行" if row else "", f"“{column}”列" if column else ""])
        super().__init__(f"{where}：{what}" if where else what)


class NotReady(Refusal):
    """The installation cannot start or serve: a busy port, an unwritable folder, an unknown setting."""


class UnwritableFile(Refusal):
    """A file that cannot be written where it was asked for."""


class Ambiguous(Refusal):
    """A name that means several things where one is needed."""


class TooManyRows(Refusal):
    """A workbook longer than spreadsheets read; ``most`` is how many rows one may have."""

    def __init__(self, most):
        self.most = most
        super().__init__(f"导出的任务超过 {most} 项，一张工作表放不下；请缩小筛选范围，分几次导出。")
