"""data/measures.csv is what reading data/documents gives, no more and no less."""

import io
import shutil

from tracker.extraction.measures_table import write
from tracker.operations.rebuilding import rebuild_measures, rows_of_folder
from tracker.settings import shipped


def test_the_committed_measures_are_those_of_a_fresh_extraction():
    fresh = io.BytesIO()
    write(rows_of_folder(shipped("data") / "documents"), fresh)
    assert (shipped("data") / "measures.csv").read_bytes() == fresh.getvalue()


def test_the_measures_of_a_folder_are_rebuilt_from_its_documents_alone(tmp_path):
    shutil.copytree(shipped("data") / "documents", tmp_path / "documents")
    for stem in ("000-guangzhou-2017-36", "002-guangzhou-2019-2"):
        (tmp_path / "documents" / f"{stem}.txt").unlink()
    rebuild_measures(tmp_path)
    lines = (tmp_path / "measures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 21 + 56 + 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["documents", "measures.csv"]
