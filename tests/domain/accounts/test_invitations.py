"""Invitations: once, for a while, by whoever answers for the account; the code is stored nowhere."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from tests.domain.conftest import KEEPER, SINCE, actor
from zhibu.domain.accounts.invitations import invitation_find
from zhibu.domain.accounts.models import Invitation, RoleGrant, User
from zhibu.domain.accounts.selectors import listing
from zhibu.domain.accounts.services import (
    Issued,
    clerk_invite,
    invitation_accept,
    invitation_revoke,
    invitations_send,
    members_invite,
    user_close,
    user_reopen,
)
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
GOOD = "一句只有自己知道的话"
NOBODY = Actor(name="未登录", door="test")


def invited(member: str = "M1", by: Actor = KEEPER) -> Issued:
    return members_invite(actor=by, members=[member])[0]


def test_the_invited_sets_his_password_himself(people: dict[str, Member], rf: RequestFactory) -> None:
    one = invited(by=actor("secretary", "B1"))
    assert not one.user.has_usable_password()

    user = invitation_accept(code=one.code.upper().replace("-", " "), password=GOOD, actor=NOBODY)

    assert authenticate(rf.post("/"), username=one.user.username, password=GOOD) == user
    entry = AuditEntry.objects.get(action="invitation.accept")
    assert (entry.user, entry.actor) == (user.pk, "党员M1")
    with pytest.raises(NotFound):
        invitation_accept(code=one.code, password=GOOD, actor=NOBODY)


def test_a_code_stands_nowhere(people: dict[str, Member]) -> None:
    code = invited().code

    rows = json.dumps([list(Invitation.objects.values()), list(AuditEntry.objects.values())], default=str)
    assert code not in rows
    assert code.replace("-", "") not in rows


def test_used_revoked_expired_replaced_unknown_and_closed_are_told_alike(people: dict[str, Member]) -> None:
    used, revoked, expired, replaced, closed = (invited(m) for m in ("M1", "M2", "M3", "M4", "M9"))
    invitation_accept(code=used.code, password=GOOD, actor=NOBODY)
    invitation_revoke(actor=KEEPER, user=revoked.user)
    Invitation.objects.filter(user=expired.user).update(expires_at=clock.now() - dt.timedelta(seconds=1))
    invitations_send(actor=KEEPER, users=[replaced.user])
    user_close(actor=KEEPER, user=closed.user)

    said = set()
    for code in (used.code, revoked.code, expired.code, replaced.code, closed.code, "2345-2345-2345-2345", ""):
        with pytest.raises(NotFound) as error:
            invitation_find(code)
        said.add(str(error.value))
    assert len(said) == 1


def test_a_weak_password_is_refused_and_the_code_still_opens(people: dict[str, Member]) -> None:
    one = invited()

    with pytest.raises(Refused):
        invitation_accept(code=one.code, password="12345", actor=NOBODY)
    assert invitation_find(one.code).user == one.user


def test_user_names_are_pinyin_and_unique(people: dict[str, Member]) -> None:
    Member.objects.filter(pk__in=["M1", "M2", "M3"]).update(name="张伟")
    User.objects.create(id="U0", username="zhangwei2", name="张伟")

    issued = members_invite(actor=KEEPER, members=["M1", "M2", "M3"])
    assert [one.user.username for one in issued] == ["zhangwei", "zhangwei3", "zhangwei4"]
    entry = AuditEntry.objects.get(action="invitation.send")
    assert json.loads(entry.details)["count"] == 3


def test_who_may_invite_whom(people: dict[str, Member]) -> None:
    secretary = actor("secretary", "B1")

    assert invited("M2", secretary).user.member_id == "M2"
    for foreign in ("M4", "M9"):
        with pytest.raises(NotFound):
            members_invite(actor=secretary, members=["M1", foreign])
    assert not User.objects.filter(member="M1").exists()  # nothing half done
    with pytest.raises(NotAllowed):
        invited("M1", actor("leader", "G11"))
    with pytest.raises(NotAllowed):
        invited("M1", actor("commissioner", "B1"))


def test_nobody_gets_at_an_account_that_may_do_more_than_he(people: dict[str, Member]) -> None:
    above = invited("M3").user  # a member of B1 who is also clerk of the committee
    RoleGrant.objects.create(user=above, role="clerk", organisation_id="C1", since=SINCE)
    secretary = actor("secretary", "B1")

    with pytest.raises(NotAllowed, match="范围以外"):
        invitations_send(actor=secretary, users=[above])
    with pytest.raises(NotAllowed):
        user_close(actor=secretary, user=above)
    assert invitations_send(actor=actor("clerk", "C1"), users=[above])


def test_closing_ends_everything_and_opening_again_gives_it_back(people: dict[str, Member]) -> None:
    one = invited()
    clerk = actor("clerk", "C1")

    user_close(actor=clerk, user=one.user, reason="调走")
    assert not User.objects.get(pk=one.user.pk).is_active
    with pytest.raises(Refused, match="停用"):
        invitations_send(actor=clerk, users=[User.objects.get(pk=one.user.pk)])
    user_reopen(actor=clerk, user=one.user)
    assert User.objects.get(pk=one.user.pk).is_active
    with pytest.raises(NotAllowed):
        user_close(actor=clerk, user=User.objects.get(pk=clerk.user))


def test_a_clerk_need_not_be_a_member(tree: dict[str, Organisation]) -> None:
    one = clerk_invite(actor=actor("clerk", "C1"), name="周明", username="", organisation=tree["C1"])

    assert (one.user.username, one.user.member_id) == ("zhouming", None)
    assert RoleGrant.objects.get(user=one.user).role == "clerk"
    with pytest.raises(NotAllowed):
        clerk_invite(actor=actor("clerk", "C9"), name="周明", username="", organisation=tree["C1"])


def test_leaders_without_an_account_are_listed_at_once(people: dict[str, Member]) -> None:
    clerk = actor("clerk", "C1")

    assert [m.pk for m in listing.invitable(clerk)] == ["M1"]
    assert {m.pk for m in listing.invitable(clerk, who="all")} == {"M1", "M2", "M3", "M4"}
    invited()
    assert list(listing.invitable(clerk)) == []
    assert [line.posts for line in listing.invitable_lines([people["M1"]])] == ["党小组组长"]


def test_accounts_are_listed_within_the_scope(people: dict[str, Member]) -> None:
    for member in ("M1", "M4", "M9"):
        invited(member)

    def seen(one: Actor) -> set[str | None]:
        return {user.member_id for user in listing.accounts(one) if user.member_id}

    assert seen(actor("secretary", "B1")) == {"M1"}
    assert seen(actor("clerk", "C1")) == {"M1", "M4"}
    with pytest.raises(NotAllowed):
        listing.accounts(actor("leader", "G11"))
