"""Who may run cases: whoever keeps the organisation whose case it is, or works above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from django.db.models import Model

    from zhibu.domain.procedures.models import Case



@dataclass(frozen=True, slots=True)
class OwnRoom:
    """A later room keeps the file of such cases, asks more than a case does, and comes here entrusted."""

    file: str  # how the case leads to its file
    name: str  # what its page is called
    opened: str  # how one is begun there

    def of(self, case: Case) -> Model | None:
        """The file of a case; None of one that came by an import."""
        file: Model | None = getattr(case, self.file, None)
        return file


OWN_ROOM = {
    "appraisal": OwnRoom("appraisal_file", "民主评议", "在支部工作的“评议”里安排这一年的评议"),
    "discipline": OwnRoom("discipline_file", "违纪案件", "打开那名党员的页面，在“奖惩关怀”里立案"),
    "transfer": OwnRoom("transfer", "组织关系转接", "打开那名党员的页面，提出转接；从外面转入的，在“组织关系转接”里登记"),
}


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """Whether he may open cases of this organisation and record their steps."""
    return actor.reaches(organisation.path, *KEEPERS)


def is_above(actor: Actor, organisation: Organisation) -> bool:
    """Whether he works for a body above it: then he may record what that body did without a paper."""
    if actor.everything:
        return True
    above = set(path_parents(organisation.path))
    return any(any(path.startswith(top) for path in above) for top in actor.subtrees("clerk"))


def case_open(actor: Actor, organisation: Organisation) -> None:
    """Open a case, record and withdraw its steps, close it."""
    if not may_keep(actor, organisation):
        raise NotAllowed(f"{organisation}的事由它的书记、支部委员或者上级的党务工作者来办。")


step_record = step_withdraw = case_close = case_reopen = case_abandon = case_open
