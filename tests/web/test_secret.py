import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from tracker.errors import NotReady
from tracker.settings import Settings
from tracker.web.secret import secret_key


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    settings = Settings(home=tmp_path / "home")
    key = secret_key(settings)
    assert len(key) >= 48
    assert secret_key(settings) == key
    assert stat.S_IMODE((tmp_path / "home" / "secret").stat().st_mode) == 0o600


def test_a_key_that_is_set_is_taken_and_nothing_written(tmp_path):
    assert secret_key(Settings(home=tmp_path, secret_key="密")) == "密"
    assert list(tmp_path.iterdir()) == []


def test_two_installations_have_different_keys(tmp_path):
    assert secret_key(Settings(home=tmp_path / "1")) != secret_key(Settings(home=tmp_path / "2"))


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    settings = Settings(home=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: secret_key(settings), range(8)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_a_key_file_that_holds_none_is_refused(tmp_path, content):
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(NotReady, match="secret"):
        secret_key(Settings(home=tmp_path))


def test_a_home_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(NotReady, match="TRACKER_SECRET_KEY"):
        secret_key(Settings(home=tmp_path / "home"))
