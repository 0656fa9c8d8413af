"""The text behind a document's rows and what reading it gives: facts, spans, printed names."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tracker.errors import BadMeasures, UnreadableFile, cause_of
from tracker.extraction import extract
from tracker.extraction.confirming.draft import FACTS
from tracker.extraction.findings import Findings, Unit
from tracker.extraction.reading import read_text


@dataclass(frozen=True)
class Source:
    """A text as read, the sha256 of the file it was read from, and what was found in it."""

    text: str
    sha256: str | None
    findings: Findings

    @classmethod
    def of_text(cls, text: str, sha256: str | None) -> "Source":
        """Read a text once more."""
        return cls(text, sha256, extract(text))

    @property
    def facts(self) -> dict:
        """What the document says of itself, with its text: the stored columns of that name."""
        return {"text": self.text, "sha256": self.sha256} | {name: getattr(self.findings, name) for name in FACTS}

    @property
    def jurisdiction(self) -> str | None:
        return self.findings.jurisdiction

    def measure_span(self, part: str | None, path: str | None) -> tuple[int | None, int | None]:
        """Where a measure stands in the text; (None, None) if it was not found there."""
        return self._measures.get((part, path), (None, None))

    def units_of_task(self, start: int | None, end: int | None) -> list[Unit]:
        """The units found in the clause of the task with this span, in the order of the text."""
        return list(self._tasks.get((start, end), ()))

    @cached_property
    def _measures(self):
        return {(measure.part, measure.path): (measure.start, measure.end) for measure in self.findings.measures}

    @cached_property
    def _tasks(self):
        return {(task.start, task.end): task.units for task in self.findings.tasks}


def source_of(stem: str, folder: Path) -> Source | None:
    """Read ``<stem>.*`` of a folder; None if there is no such file.

    Raises BadMeasures when several files have that stem, UnreadableFile when the one cannot be read.
    """
    files = [path for path in _listed(Path(folder)) if path.stem == stem]
    if len(files) > 1:
        names = "、".join(path.name for path in files)
        raise BadMeasures(f"{folder} 中有几个文件都叫 {stem}（{names}）；请只留一个。")
    if not files:
        return None
    return Source.of_text(read_text(files[0]), hashlib.sha256(files[0].read_bytes()).hexdigest())


def _listed(folder):
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise UnreadableFile(f"打不开文件夹 {folder}（{cause_of(error)}）；请核对路径和权限。") from None
