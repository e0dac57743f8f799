"""One way to an action: once under one name, and only on the version that was read."""

from __future__ import annotations

import hashlib

import pytest

from tests.domain.conftest import actor
from zhibu.domain.accounts import scope
from zhibu.domain.gateway.models import Call
from zhibu.domain.gateway.registry import registry
from zhibu.domain.gateway.services import act
from zhibu.domain.gateway.services.acting import OtherCall, Stale, version_of
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisation_change
from zhibu.kernel.actions import Action, Given, Shape, Single
from zhibu.kernel.actor import Actor


class Body(Shape):
    id: str
    short_name: str


class Shorten(Given):
    organisation: str
    short_name: str


done: list[str] = []


def shorten(actor: Actor, given: Shorten) -> Body:
    done.append(given.short_name)
    body = scope.organisation_get(actor, given.organisation)
    values = {"short_name": given.short_name}
    return Body.model_validate(organisation_change(actor=actor, organisation=body, values=values))


def read(actor: Actor, key: str) -> Body:
    return Body.model_validate(scope.organisation_get(actor, key))


SHORTEN = Action("body.shorten", "改简称", Shorten, Body, shorten, ("organisation", "body"))


@pytest.fixture
def clerk(tree: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch) -> Actor:
    monkeypatch.setitem(registry().singles, "body", Single("body.get", "组织", Body, read))
    done.clear()
    return actor("clerk", "C1")


def test_the_same_call_said_again_is_answered_and_not_done_again(clerk: Actor) -> None:
    given = Shorten(organisation="B1", short_name="一支部")

    first = act(actor=clerk, action=SHORTEN, given=given, once="abc")
    again = act(actor=clerk, action=SHORTEN, given=given, once="abc")

    assert (first.answer, first.again, again.answer, again.again) == (first.answer, False, first.answer, True)
    assert done == ["一支部"]


def test_a_name_of_a_call_is_not_used_for_something_else(clerk: Actor) -> None:
    act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B1", short_name="一"), once="abc")

    with pytest.raises(OtherCall):
        act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B1", short_name="二"), once="abc")

    assert done == ["一"]


def test_what_is_kept_of_a_call_cannot_be_found_out_by_trying(clerk: Actor) -> None:
    given = Shorten(organisation="B1", short_name="一")
    act(actor=clerk, action=SHORTEN, given=given, once="abc")

    content = given.model_dump_json()
    tried = {f"{name}{between}{content}" for name in ("body.shorten", "") for between in ("", "\n", "\0")}
    marks = {hashlib.sha256(one.encode()).hexdigest() for one in tried}
    assert Call.objects.get().given_digest not in marks


def test_two_accounts_may_use_the_same_name(clerk: Actor) -> None:
    stranger = actor("clerk", "C9")
    act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B1", short_name="一"), once="abc")

    act(actor=stranger, action=SHORTEN, given=Shorten(organisation="B9", short_name="九"), once="abc")

    assert done == ["一", "九"]


def test_what_was_refused_leaves_no_call_behind(clerk: Actor) -> None:
    with pytest.raises(Exception, match="管理范围"):
        act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B9", short_name="九"), once="abc")

    assert not Call.objects.exists()


def test_a_change_on_an_old_version_is_refused(clerk: Actor) -> None:
    version = version_of(read(clerk, "B1").model_dump_json())
    act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B1", short_name="甲"), version=version)

    with pytest.raises(Stale, match="没有写入"):
        act(actor=clerk, action=SHORTEN, given=Shorten(organisation="B1", short_name="乙"), version=version)

    assert Organisation.objects.get(pk="B1").short_name == "甲"
