"""Files that are there whole or not at all (case 4)."""

import pytest

from tracker.errors import UnwritableFile
from tracker.operations.files import written_whole


def test_a_file_takes_its_name_when_it_is_complete(tmp_path):
    with written_whole(tmp_path / "台账.xlsx") as target:
        target.write("全".encode())
        assert not (tmp_path / "台账.xlsx").exists()
    assert (tmp_path / "台账.xlsx").read_text(encoding="utf-8") == "全"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path):
    (tmp_path / "台账.xlsx").write_text("旧", encoding="utf-8")
    with pytest.raises(TypeError), written_whole(tmp_path / "台账.xlsx") as target:
        target.writelines([b"half", None])
    assert (tmp_path / "台账.xlsx").read_text(encoding="utf-8") == "旧"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_name_that_belongs_to_a_folder_is_refused(tmp_path):
    (tmp_path / "台账.xlsx").mkdir()
    with pytest.raises(UnwritableFile, match="这是文件夹"), written_whole(tmp_path / "台账.xlsx"):
        pass
    assert len(list(tmp_path.iterdir())) == 1
