"""The root of the command line; loads a command's module only when it is asked for."""

from __future__ import annotations

import importlib
import sys

import click

from zhibu.kernel.errors import InputError, ZhibuError

# name -> (module, or module:command, one line of help shown without loading the module)
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("zhibu.cli.check", "按制度核查一个数据包"),
    "explain": ("zhibu.cli.explain", "说明一条核查结论的依据、事实和算法"),
    "forecast": ("zhibu.cli.forecast", "今后要办的事：最早、最迟哪天，谁来办"),
    "score": ("zhibu.cli.score", "按组织计分表给党组织计分"),
    "whatif": ("zhibu.cli.whatif", "试算：执行、停止、草案、参数改了以后会怎样"),
    "facts": ("zhibu.cli.facts", "数据包：校验、导入、导出"),
    "rosters": ("zhibu.cli.rosters", "读名册、台账等工作簿"),
    "rules": ("zhibu.cli.rules", "制度库：校验、跑样例"),
    "runs": ("zhibu.cli.runs", "核查记录：列出、复核、保存"),
    "ballot": ("zhibu.cli.ballot", "投票结果文件：脱机复核"),
    "serve": ("zhibu.cli.serve", "启动网站"),
    "work": ("zhibu.cli.work", "定时任务"),
    "accounts": ("zhibu.cli.accounts", "账号：第一个账号、角色、密码"),
    "audit": ("zhibu.cli.audit", "操作日志：核对、末端、列出、导出"),
    "do": ("zhibu.cli.acting:do_command", "做一件事：网页上能做的操作"),
    "list": ("zhibu.cli.acting:list_command", "列出名单：组织、党员等"),
    "show": ("zhibu.cli.acting:show_command", "看一条记录"),
    "demo": ("zhibu.cli.demo", "生成演示县"),
    "backup": ("zhibu.cli.backup", "备份"),
    "restore": ("zhibu.cli.restore", "恢复备份"),
    "manage": ("zhibu.cli.manage", "Django 管理命令"),
}


class Commands(click.Group):
    """Commands by name, imported when called, so that `zhibu check` never pays for Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute or "command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def root() -> None:
    """支部工作台：党支部和党小组的日常工作与制度核查。"""


def main() -> None:
    """Entry point of `zhibu`; exit codes: 0 done, 1 found something, 2 bad input."""
    try:
        root(prog_name="zhibu")
    except InputError as error:
        click.echo(f"{error}\n共 {len(error.problems)} 处问题，什么都没有写入。", err=True)
        sys.exit(2)
    except ZhibuError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
