"""Words between Click and a person who writes Chinese: choices, and what is wrong with a mistyped command."""

import click

from tracker.vocabulary import Labelled


class Word(click.Choice):
    """A word of a vocabulary, by its label or by its value: ``牵头`` and ``lead`` are both ``lead``."""

    def __init__(self, vocabulary: type[Labelled]):
        super().__init__([word.label for word in vocabulary])
        self.vocabulary = vocabulary

    def convert(self, value, param, ctx):
        for word in self.vocabulary:
            if value in (word.label, word.value):
                return word.value
        return super().convert(value, param, ctx)


def sentence_about(error: click.ClickException) -> str:
    """One line: what is wrong with the command, and where its help is."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "tracker"
    return f"{_what(error)}；用法见 {command} --help。"


def _what(error):
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对，可能缺了它的值"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"缺少 {_name(error.param)}"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name(error.param)} 的值不对{_allowed(error.param.type)}"
    if error.message.startswith("No such command"):
        return "没有这个命令"
    if error.message.startswith("Got unexpected extra argument"):
        return "参数给多了"
    return f"命令的写法不对（{error.format_message()}）"


def _name(parameter):
    return parameter.opts[0] if isinstance(parameter, click.Option) else f"“{parameter.metavar}”"


def _allowed(kind):
    if isinstance(kind, click.Choice):
        return f"，可用的是 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"，应为 {kind.min} 到 {kind.max} 的整数"
    return ""
