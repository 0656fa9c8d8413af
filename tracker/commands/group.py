"""Commands that speak Chinese: their help, and one line for whatever goes wrong."""

import sys
from importlib import import_module

import click

from tracker.commands.wording import sentence_about
from tracker.errors import Refusal

HELP = "显示这份说明。"
FAULT, REFUSED = 1, 2


class _Chinese(click.Command):
    """A command whose help has Chinese headings."""

    def __init__(self, *arguments, options_metavar="[选项]", **settings):
        super().__init__(*arguments, options_metavar=options_metavar, **settings)

    def get_help_option(self, ctx):
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def format_usage(self, ctx, formatter):
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx, formatter):
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        _write_list(formatter, "选项：", [option.get_help_record(ctx) for option in options])


class Command(_Chinese):
    """One thing to do."""


class Group(_Chinese, click.Group):
    """Several commands under one name."""

    command_class = Command

    def __init__(self, *arguments, subcommand_metavar="命令 [参数]…", **settings):
        super().__init__(*arguments, subcommand_metavar=subcommand_metavar, **settings)

    def format_options(self, ctx, formatter):
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        _write_list(formatter, "命令：", [(name, command.get_short_help_str(100)) for name, command in commands])


def _write_list(formatter, heading, rows):
    formatter.write_paragraph()
    formatter.write(f"{heading}\n")
    with formatter.indentation():
        formatter.write_dl(rows or [("（无）", "")])


class Program(Group):
    """The whole command line. A refusal is its sentence and exit code 2, a fault of ours one line and exit code 1.

    Each command ``x`` is ``tracker.commands.x.x``, imported when it is asked for: extracting needs no web framework.
    """

    names = ("extract", "load", "export", "serve", "remind", "account", "audit")

    def list_commands(self, ctx):
        return list(self.names)

    def get_command(self, ctx, cmd_name):
        if cmd_name not in self.names:
            return None
        return getattr(import_module(f"tracker.commands.{cmd_name}"), cmd_name)

    def main(self, *arguments, **settings):
        settings["standalone_mode"] = False
        try:
            sys.exit(super().main(*arguments, **settings))
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(sentence_about(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("已中止。", err=True)
            sys.exit(FAULT)

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(str(refusal), err=True)
            ctx.exit(REFUSED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as fault:
            if ctx.params.get("debug"):
                raise
            what = " ".join(f"{type(fault).__name__}: {fault}".split())
            click.echo(f"程序内部出错（{what}）；请把命令和这句话报告给维护人员，加上 --debug 可看到经过。", err=True)
            ctx.exit(FAULT)
