"""Spellings of a written-in name are put together after the count, and the file says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.domain.voting.conftest import Browser, close
from zhibu.ballots.keys import PublicKeys
from zhibu.ballots.verifying import verify_file
from zhibu.domain.accounts.models import User
from zhibu.domain.voting import results, selectors, services
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.papers import report_paper
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(opened: Callable[..., Poll], account: Callable[..., Actor], secretary: Actor) -> Poll:
    """Three write in the same person, in two ways."""
    poll = opened("activist", "electronic", ("V1",), seats=1)
    for member, name in (("V1", "王晓明"), ("V2", "王小明"), ("V3", "王小明")):
        browser = Browser(poll)
        browser.take(account(member))
        services.slip_cast(poll=poll.pk, data=browser.slip({}, [name]))
    return services.poll_count(actor=secretary, poll=close(poll, account, 3))


def test_they_are_counted_as_one(counted: Poll, secretary: Actor) -> None:
    assert counted.outcome["sums"]["names"] == {"王小明": 2, "王晓明": 1}

    merged = services.poll_merge(actor=secretary, poll=counted, merged={"王小明": " 王晓明 "})

    assert merged.outcome["sums"]["names"] == {"王晓明": 3}
    content = bytes(merged.result_file or b"")
    assert verify_file(content).faults == ()
    assert json.loads(content)["merged"] == {"王小明": "王晓明"}
    assert json.loads(content)["choices"]["names"] == [["王小明"], ["王小明"], ["王晓明"]]
    apart = services.poll_merge(actor=secretary, poll=merged, merged={})
    assert apart.outcome["sums"]["names"] == {"王小明": 2, "王晓明": 1}


@pytest.mark.parametrize(("said", "told"), [
    ({"没有人写的": "王晓明"}, "没有一张票上写"),
    ({"王小明": ""}, "应为一个人的姓名"),
    ({"王小明": "王晓明", "王晓明": "王小明"}, "应为一个人的姓名"),
])
def test_what_cannot_be_put_together(counted: Poll, secretary: Actor, said: dict[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        services.poll_merge(actor=secretary, poll=counted, merged=said)


def test_a_confirmed_result_is_not_counted_anew(counted: Poll, secretary: Actor) -> None:
    services.poll_confirm(actor=secretary, poll=counted, confirmed_by="支委会")

    with pytest.raises(Refused, match="不能合并写法"):
        services.poll_merge(actor=secretary, poll=counted, merged={"王小明": "王晓明"})


def test_the_page_offers_it(counted: Poll, secretary: Actor, client: Client) -> None:
    client.force_login(User.objects.get(pk=secretary.user), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/votings/at/{counted.pk}").content.decode()
    assert "“王小明”按谁算" in page

    answer: Any = client.post(f"/votings/do/merge/{counted.pk}", {"into-0": "王晓明", "into-1": ""}, follow=True)

    assert "合在一起重新算过了" in answer.content.decode()
    assert Poll.objects.get(pk=counted.pk).outcome["sums"]["names"] == {"王晓明": 3}


def test_the_report_bears_both_fingerprints(counted: Poll, secretary: Actor) -> None:
    """What `zhibu ballot verify` compares with is printed."""
    page = selectors.poll_page(secretary, counted.pk)
    shown = results.result_page(counted)

    notes = "\n".join(report_paper(counted, page.terms, shown, page.tellers).notes)

    assert counted.public["fingerprint"] in notes
    assert shown.seal in notes
    key = json.loads(bytes(counted.result_file or b""))["key"]
    assert PublicKeys(key["poll"], key["n"], key["box"]).fingerprint in notes
