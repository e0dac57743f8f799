"""Who may prepare and open a vote, count it, vote in it, see it. What matters allow is said by the terms."""

from __future__ import annotations

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting.models import Poll, Teller
from zhibu.domain.voting.terms import Terms
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed

CONFIRM = ("secretary", "commissioner")  # the branch confirms, never the group alone


def manages(actor: Actor, organisation: Organisation, opened_by: tuple[str, ...]) -> bool:
    """Whether he may run a vote of this body: its secretary or commissioner, a leader where the matter allows."""
    roles = tuple(role for role in ("secretary", "commissioner") if role in opened_by)
    if actor.everything or (roles and actor.reaches(organisation.path, *roles)):
        return True
    return "leader" in opened_by and organisation.pk in actor.bodies()


def poll_draft(actor: Actor, organisation: Organisation, terms: Terms) -> None:
    """Prepare a vote, and run it."""
    if not manages(actor, organisation, terms.opened_by):
        who = "书记、支部委员" + ("，或者这个党小组的组长" if "leader" in terms.opened_by else "")
        raise NotAllowed(f"“{terms.label}”由本支部的{who}发起，上级和别人只能看。")


def poll_manage(actor: Actor, poll: Poll) -> None:
    """Everything between preparing and confirming."""
    opened_by = tuple(poll.terms.get("opened_by", ())) or ("secretary", "commissioner")
    if not manages(actor, poll.organisation, opened_by):
        raise NotAllowed("这次表决由发起它的支部办理，你只能看。")


def poll_confirm(actor: Actor, poll: Poll) -> None:
    """Say by whose decision the result holds: the branch, never the group alone."""
    if not manages(actor, poll.organisation, CONFIRM):
        raise NotAllowed("结果由支部的书记或支部委员确认；党小组只推选，不作决定。")


def poll_read(actor: Actor, poll: Poll, teller: Teller) -> None:
    """Enter what a teller read: he himself, or whoever runs the vote in his place (recorded as such)."""
    if actor.member and actor.member == teller.member_id:
        return
    poll_manage(actor, poll)


def poll_issue(actor: Actor, poll: Poll) -> None:
    """Vote: whoever is signed in as a member; whether he is on the roll is looked up there."""
    if not actor.member:
        raise NotAllowed("这个账号没有对应的党员，不能领选票。")
