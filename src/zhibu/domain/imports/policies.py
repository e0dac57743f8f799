"""Who may import, and where."""

from __future__ import annotations

from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Import
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

REFUSAL = "导入由工委干事和支部书记、委员来做。有表要导入，交给他们。"


def imports_see(actor: Actor) -> None:
    """Whoever may import anywhere sees the pages of the import."""
    if not (actor.everything or actor.holds(*KEEPERS)):
        raise NotAllowed(REFUSAL)


def import_open(actor: Actor, organisation: Organisation | None) -> None:
    """A clerk, or a branch's secretary or commissioner, into what he answers for."""
    if actor.everything:
        return
    if organisation is None or not actor.reaches(organisation.path, *KEEPERS):
        raise NotAllowed("只能导入自己管理的组织：工委干事导入所管各支部，书记、委员导入本支部。")


def import_touch(actor: Actor, of: Import) -> None:
    """Whoever opened it, and whoever answers for the same organisation."""
    if actor.everything or of.made_by_id == actor.user:
        return
    if of.organisation is None or not actor.reaches(of.organisation.path, "clerk"):
        raise NotFound("找不到这次导入，或者它不在你的管理范围里。")


def in_state(of: Import, state: State, doing: str) -> None:
    """The state that an action needs."""
    if of.state != state:
        label = State(of.state).label
        raise Refused(f"这次导入{label}，不能再{doing}。")
