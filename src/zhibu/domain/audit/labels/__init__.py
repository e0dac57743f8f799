"""What each action is called in Chinese where the record is read: one line an action, one file an area.

A house test fails where code writes an action that has no line here.
"""

from __future__ import annotations

from zhibu.domain.audit.labels.bodies import BODIES
from zhibu.domain.audit.labels.life import LIFE
from zhibu.domain.audit.labels.ruling import RULING

LABELS: dict[str, str] = RULING | BODIES | LIFE
DOORS = {"web": "网页", "api": "接口", "cli": "命令", "jobs": "定时任务", "test": "测试"}
# read only by whoever did it and by the machine's keeper: a case is not to be learnt of from the record
NARROW = ("matter.", "discipline.", "penalty.")


def label_of(action: str) -> str:
    """The action in Chinese; its name where the table has no line."""
    return LABELS.get(action, action)
