"""The jobs themselves: one service each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module

from django.conf import settings

from zhibu.domain.accounts.services import handovers_make, sign_ins_prune
from zhibu.domain.audit.services import head_mail, record_check
from zhibu.domain.compliance.services import day_turn, judge_all
from zhibu.domain.compliance.services.keeping import runs_expire
from zhibu.domain.imports.services import imports_expire
from zhibu.domain.minutes.services import signals_look_all
from zhibu.domain.notices.services import desks_remind
from zhibu.domain.opinions.services import opinions_clear
from zhibu.domain.registry.services import clearings_find
from zhibu.domain.schedule.due import due_make
from zhibu.domain.uploads.services import files_sweep
from zhibu.domain.voting.services.closing import keys_left_burn
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import ZhibuError

LOOKED_BACK = 45  # days of meetings whose records are looked through each night
Progress = Callable[[int, int, str], None]  # done, all, what was just done


def turn_day(day: dt.date) -> str:
    """Make what was entered for this day, and judge what it changes: deadlines pass although nobody wrote a row."""
    made = due_make(day, again=True)
    run = day_turn(as_of=day)
    said = "已是当天的结论" if run is None else f"重新核查了 {run.rows} 条结论"
    return f"{made} 次到日子的组织变动生效；{said}" if made else said


def check_again(day: dt.date, progress: Progress | None = None) -> str:
    """Judge everything anew as of this day; nothing should be otherwise than it stands already."""
    run = judge_all(as_of=day, progress=progress)
    odd = f"；其中 {run.differences} 条与存着的不同，本不该有，请告诉维护的人" if run.differences else ""
    return f"{run.rows} 条结论{odd}"


def expire_imports(day: dt.date) -> str:
    """Delete uploaded workbooks whose undo has ended."""
    begin = dt.datetime.combine(day, dt.time(), SHANGHAI)
    return f"{imports_expire(actor=Actor.system('jobs'), now=begin)} 个"


def look_at_minutes(day: dt.date) -> str:
    """Look the records of the last weeks through for what is to be told to their units."""
    since = day - dt.timedelta(days=LOOKED_BACK)
    return f"{signals_look_all(actor=Actor.system('jobs'), since=since, until=day)} 条"


def list_clearings(day: dt.date) -> str:
    """List what is due to be cleared of members who left; a clerk decides."""
    return f"{clearings_find(actor=Actor.system('jobs'), on=day)} 项等党务工作者批准"


def clear_opinions(day: dt.date) -> str:
    """Clear the words of what came through boxes and was closed long enough ago."""
    return f"{opinions_clear(actor=Actor.system('jobs'), on=day)} 条"


def expire_runs(day: dt.date) -> str:
    """Let go what was kept of runs until now."""
    return f"{runs_expire(actor=Actor.system('jobs'), day=day)} 个"


def check_record(day: dt.date, progress: Progress | None = None) -> str:
    """Go through the record from its first entry; what is wrong stands on the desks of clerks."""
    check = record_check(actor=Actor.system("jobs"), progress=progress)
    return f"{check.entries} 条，" + (check.problems.splitlines()[0] if check.problems else "没有问题")


def mail_head(day: dt.date) -> str:
    """Mail the head of the record; where it is not taken, the runner tries again in an hour."""
    return head_mail(actor=Actor.system("jobs"), day=day)


def hand_over(day: dt.date) -> str:
    """Hand over what is open where rights have ended."""
    return f"{handovers_make(actor=Actor.system('jobs'), day=day)} 份"


def burn_ballot_keys(day: dt.date) -> str:
    """Destroy the keys of counted votes that a crash left behind."""
    return f"毁掉了 {keys_left_burn()} 把"


def prune_sessions(day: dt.date) -> str:
    """Delete sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    sign_ins_prune()
    return "已清除"


def sweep_files(day: dt.date) -> str:
    """Delete what was taken away 30 days ago and what a crash left behind; raises where bytes are missing."""
    begin = dt.datetime.combine(day, dt.time(), SHANGHAI)
    cleared, orphans, missing = files_sweep(actor=Actor.system("jobs"), now=begin)
    if missing:
        raise ZhibuError(f"{len(missing)} 个文件的内容不在数据目录里（{'、'.join(missing[:5])}），从备份里恢复。")
    return f"{cleared} 个，另有没写完的 {orphans} 个"


def remind_desks(day: dt.date) -> str:
    """Tell whoever wants to hear outside the site that something is due soon."""
    return f"{desks_remind(actor=Actor.system('jobs'), day=day)} 人"
