"""The command line: each command parses its arguments, calls an operation and prints what came of it."""

import click
from flask.cli import ScriptInfo

from tracker import __version__
from tracker.commands.group import Program


@click.group(cls=Program)
@click.option("--debug", is_flag=True, help="程序出错时显示详细经过。")
@click.version_option(__version__, message="%(version)s", help="显示版本号。")
def tracker(debug):
    """任务分工台账：读政策文件，理清谁牵头、谁配合，形成台账。"""


def main() -> None:
    """The console command ``tracker``."""
    tracker.main(prog_name="tracker", obj=ScriptInfo(create_app=_application, set_debug_flag=False))


def _application():
    from tracker.web.application import create_app

    return create_app()
