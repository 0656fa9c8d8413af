"""``tracker serve``: up on a fresh machine, keeps its data, and one clear line where it cannot (case 98)."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tracker.commands.serve import address_of


@pytest.fixture
def serving(environment, tmp_path):
    """Starts the server on a free port, gives its first lines and its address, and ends it."""

    @contextmanager
    def serving():
        command = [sys.executable, "-m", "tracker", "serve", "--port", "0"]
        kept = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        with subprocess.Popen(command, env=environment, cwd=tmp_path, **kept) as server:
            try:
                lines = [server.stdout.readline().strip() for _ in range(2)]
                yield lines, lines[1].split()[-1], server
            finally:
                server.terminate()

    return serving


def test_a_fresh_machine_is_served_and_a_second_start_keeps_the_data(serving, tmp_path):
    with serving() as (lines, address, _):
        assert lines[0] == f"数据保存在 {tmp_path / 'home'}"
        assert lines[1].startswith("请在浏览器打开 http://127.0.0.1:")
        with urlopen(address) as response:
            assert response.status == 200
    database = tmp_path / "home" / "tracker.sqlite3"
    before = database.read_bytes()
    with serving() as (_, address, _), urlopen(address) as response:
        assert response.status == 200
    assert database.read_bytes() == before


def test_a_request_that_cannot_be_read_is_answered_in_chinese_and_the_next_one_served(serving):
    asked = {
        b"GET /tasks?q=" + b"a" * 9000 + b" HTTP/1.1": ("414", "地址太长"),
        b"GET / HTTP/1.1\r\nCookie: " + b"a" * 9000: ("431", "请求头太长"),
        b"\x16\x03\x01": ("400", "这个请求看不懂"),
    }
    with serving() as (_, address, _):
        place = urlsplit(address)
        for request, (status, words) in asked.items():
            with socket.create_connection((place.hostname, place.port), timeout=10) as line:
                line.sendall(request + b"\r\nHost: localhost\r\n\r\n")
                answer = line.makefile("rb").read().decode()
            assert answer.startswith(f"HTTP/1.1 {status} ")
            assert words in answer.partition("<body>")[2]
            assert "aaa" not in answer
        with urlopen(address) as response:
            assert response.status == 200


def children_of(process):
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_a_killed_worker_is_replaced_while_the_other_serves(serving):
    """Case 15."""
    with serving() as (_, address, server):
        while len(workers := children_of(server.pid)) < 2:
            time.sleep(0.1)
        os.kill(workers[0], signal.SIGKILL)
        for _ in range(20):
            with urlopen(address) as response:
                assert response.status == 200
        while len(set(children_of(server.pid)) - {workers[0]}) < 2:
            time.sleep(0.1)
        assert workers[1] in children_of(server.pid)


def test_a_busy_port_is_one_clear_line_and_nothing_is_written(process, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = process("serve", "--port", port)
    assert ended.returncode == 2
    assert ended.stderr == f"端口 {port} 已被占用；请停止占用它的程序，或用 --port 换一个端口。\n"
    assert not (tmp_path / "home").exists()


def test_an_unwritable_folder_is_one_clear_line(process, tmp_path):
    (tmp_path / "文件").touch()
    ended = process("serve", "--port", "0", TRACKER_HOME=str(tmp_path / "文件" / "home"))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith(f"不能写入文件夹 {tmp_path / '文件' / 'home'}（路径中有一段不是文件夹）")


@pytest.mark.parametrize("host", ["999.999.999.999", "a..b", "203.0.113.7"])
def test_an_unknown_host_is_one_clear_line_in_chinese(process, host):
    ended = process("serve", "--host", host)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert host in ended.stderr
    assert not re.search("[A-Za-z]{4,}", ended.stderr.replace("--host", ""))


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])
def test_the_address_is_one_a_browser_on_this_machine_can_open(host, shown):
    with socket.create_server((host, 0)) as listener:
        assert address_of(listener) == f"http://{shown}:{listener.getsockname()[1]}/"
