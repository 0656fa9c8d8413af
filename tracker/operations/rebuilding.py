"""The measures CSV that travels with the program, made anew from the documents that travel with it."""

from collections.abc import Iterator
from pathlib import Path

from tracker.extraction import extract
from tracker.extraction.measures_table import MeasureRow, rows_of, write
from tracker.extraction.reading import read_text
from tracker.operations.files import written_whole

ABOUT = "SOURCES.md"
"""The file of the folder that is about the documents and none itself."""


def rows_of_folder(folder: Path) -> Iterator[MeasureRow]:
    """The rows of every document of a folder, in the order of the files' names."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != ABOUT:
            yield from rows_of(path.stem, extract(read_text(path)))


def rebuild_measures(data: Path) -> None:
    """Write ``measures.csv`` of the data folder from its ``documents``."""
    with written_whole(data / "measures.csv") as target:
        write(rows_of_folder(data / "documents"), target)
