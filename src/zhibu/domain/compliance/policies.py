"""Who may look at runs, check them again and keep them: they hold the verdicts of everybody."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def may_see_runs(actor: Actor) -> bool:
    """Whether a page should offer it: the keeper, and the clerk of the body above all others."""
    if actor.everything:
        return True
    tops = Organisation.objects.filter(parent__isnull=True).values_list("path", flat=True)[:2]
    return len(tops) == 1 and actor.reaches(tops[0], "clerk")


def run_see(actor: Actor) -> None:
    """Look at a run and check it again."""
    if not may_see_runs(actor):
        raise NotAllowed("核查记录管到全部组织，由最上级组织的党务工作者或者管理员查看。")


run_keep = run_see
run_release = run_see
