"""The jobs themselves: one service each."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings

from zhibu.domain.compliance.services import judge_all
from zhibu.domain.imports.services import imports_expire
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI


def check_again(day: dt.date) -> str:
    """Judge everything anew as of this day: deadlines pass although nobody wrote a row."""
    return f"{judge_all(as_of=day).rows} 条结论"


def expire_imports(day: dt.date) -> str:
    """Delete uploaded workbooks whose undo has ended."""
    begin = dt.datetime.combine(day, dt.time(), SHANGHAI)
    return f"{imports_expire(actor=Actor.system('jobs'), now=begin)} 个"


def prune_sessions(day: dt.date) -> str:
    """Delete sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "已清除"
