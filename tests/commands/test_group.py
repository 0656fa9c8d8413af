"""What every command shares: Chinese help, one line for what goes wrong, exit codes."""

import click
import pytest

from tracker.commands import tracker
from tracker.commands.group import Program
from tracker.errors import Refusal

COMMANDS = [[], *([name] for name in Program.names), ["export", "ledger"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_chinese(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "用法：" in result.output
    assert not {"Usage", "Options", "Commands", "Show this"} & set(result.output.replace(":", " ").split())


@pytest.mark.parametrize("command", [[], ["export"], ["account"]], ids=" ".join)
def test_a_name_alone_is_answered_with_its_help(run, command):
    alone, asked = run(*command), run(*command, "--help")
    assert (alone.exit_code, alone.stdout, alone.stderr) == (2, "", asked.stdout)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["--unknown"], "没有选项 --unknown；用法见 tracker --help。"),
        (["unknown"], "没有这个命令；用法见 tracker --help。"),
        (["extract"], "缺少 “文件”；用法见 tracker extract --help。"),
        (["extract", "a", "b"], "参数给多了；用法见 tracker extract --help。"),
        (["extract", "a", "--format", "xml"], "--format 的值不对，可用的是 json、csv；用法见 tracker extract --help。"),
        (["serve", "--port", "99999"], "--port 的值不对，应为 0 到 65535 的整数；用法见 tracker serve --help。"),
        (["serve", "--port"], "选项 --port 的写法不对，可能缺了它的值；用法见 tracker --help。"),
    ],
)
def test_a_mistyped_command_is_answered_in_one_line(run, command, sentence):
    result = run(*command)
    assert (result.exit_code, result.stderr, result.stdout) == (2, sentence + "\n", "")


@pytest.fixture
def failing():
    """A program whose one command fails as it is told."""

    def failing(error):
        class Failing(Program):
            def get_command(self, ctx, cmd_name):
                def fail():
                    raise error

                return click.Command("fail", callback=fail)

        return Failing(params=tracker.params)

    return failing


def test_a_refusal_is_its_sentence_and_exit_code_2(failing):
    result = click.testing.CliRunner().invoke(failing(Refusal("不行；请重来。")), ["fail"])
    assert (result.exit_code, result.stderr) == (2, "不行；请重来。\n")


def test_a_fault_of_ours_is_one_line_and_exit_code_1(failing):
    result = click.testing.CliRunner().invoke(failing(ValueError("two\nlines")), ["fail"])
    assert result.exit_code == 1
    assert result.stderr.startswith("程序内部出错（ValueError: two lines）")
    assert result.stderr.count("\n") == 1


def test_a_fault_of_ours_is_shown_whole_for_who_asks_for_it(failing):
    result = click.testing.CliRunner().invoke(failing(ValueError("why")), ["--debug", "fail"])
    assert repr(result.exception) == "ValueError('why')"


def test_an_interrupted_command_says_so(failing):
    result = click.testing.CliRunner().invoke(failing(KeyboardInterrupt()), ["fail"])
    assert (result.exit_code, result.stderr.strip()) == (1, "已中止。")


def test_an_unknown_setting_is_refused_before_anything_is_written(process, tmp_path):
    ended = process("load", TRACKER_HOMME="/tmp")
    assert ended.returncode == 2
    assert ended.stderr.startswith("不认识的设置 TRACKER_HOMME")
    assert not (tmp_path / "home").exists()


def test_the_version_is_told(run):
    assert run("--version").output.strip()
