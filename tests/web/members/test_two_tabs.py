"""Two change one member at the same time: neither's change is lost, and what both changed is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.test import Client
from django.urls import reverse

from zhibu.domain.members.models import Member


def shown(client: Client, address: str) -> dict[str, str]:
    """What the form holds when the page is opened."""
    page = client.get(address).content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in given:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, body in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', body)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def test_what_each_changed_holds_and_what_both_changed_is_told(client_of: Callable[[str], Client]) -> None:
    clerk, secretary = client_of("clerk"), client_of("secretary")
    address = reverse("member-change", args=["M2"])
    one, other = shown(clerk, address), shown(secretary, address)

    clerk.post(address, {**one, "job": "科长", "why": "换了岗位"})
    done = secretary.post(address, {**other, "ethnicity": "苗族", "why": "填错了"})
    assert done.status_code == 302
    member = Member.objects.get(pk="M2")
    assert (member.job, member.ethnicity) == ("科长", "苗族")

    stale = secretary.post(address, {**other, "job": "主任", "why": "换了岗位"})
    assert stale.status_code == 422
    assert "别人改成了“科长”" in stale.content.decode()
    assert Member.objects.get(pk="M2").job == "科长"

    marks = re.search(r'name="seen" value="([^"]*)"', stale.content.decode())
    assert marks is not None
    secretary.post(address, {**other, "job": "主任", "why": "换了岗位", "seen": unescape(marks[1])})
    assert Member.objects.get(pk="M2").job == "主任"
