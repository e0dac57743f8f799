"""Files of the package of a life meeting: scans of signed papers, notes of criticism; read in the unit itself alone."""

from __future__ import annotations

from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.selectors.life import life_get
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


def life_files(actor: Actor, about: str) -> None:
    """Who may read them: the unit itself; they may hold criticism, so nobody above and no member (config/wiring FILES)."""
    body = life_get(actor, about).activity.organisation
    if not policies.is_unit(actor, body):
        raise NotFound("找不到这个文件，或者它不在你的管理范围里。")


def life_files_change(actor: Actor, about: str) -> Organisation:
    """To whom they belong; added and taken away by whoever prepares the meeting in the unit (FILES_CHANGE)."""
    life_files(actor, about)
    body = life_get(actor, about).activity.organisation
    policies.life_change(actor, body)
    return body
