"""The yardstick: a leader holds the month's group meeting, from plan to report, on a phone beside his job.

A group of eight, one absent: at most twelve taps and 300 typed signs. Every tap counts, also the one into a field; the
branch's consent is another person's work. Signing in apart, nothing else is done before or between.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import PHONE, Site, sign_in

TAPS, SIGNS = 12, 300
SAID = "大家谈了学习条例的体会，认为窗口要早开门、少跑腿；两位老党员提出雨天接送的事。"
VIEW = "窗口每天提前十分钟开门，从下周起试行。"
PASSWORD = "一句只有自己知道的话"
# A group of eight gets accounts for its leader and its secretary; nothing of this month stands there yet.
EIGHT = f"""
import datetime as dt
from django.db.models import Count
from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
judged = Verdict.objects.filter(rule="F-MEETING").values("subject")
now = Membership.objects.filter(until=None, organisation__kind="party_group")
many = now.filter(organisation__in=judged).values_list("organisation", flat=True).annotate(n=Count("pk")).filter(n__lte=8)
for key in many.order_by("-n", "organisation"):
    group = Organisation.objects.get(pk=key)
    leader = Post.objects.filter(organisation=group, post="group_leader", until=None).first()
    secretary = Post.objects.filter(organisation=group.parent, post="secretary", until=None).first()
    people = list(now.filter(organisation=group).order_by("member").values_list("member", flat=True))
    if leader and secretary and leader.member != secretary.member and leader.member in people:
        break
for number in range(8 - len(people)):
    made = Member.objects.create(
        id=f"EIGHT{{number}}", name=f"方一{{number}}", joined=dt.date(2015, 7, 1), full_since=dt.date(2016, 7, 1))
    for place in (group, group.parent):
        Membership.objects.create(member=made, organisation=place, since=dt.date(2020, 1, 1))
for name, post in (("eight-leader", leader), ("eight-secretary", secretary)):
    user = User(id=name, username=name, name=name, member_id=post.member)
    user.set_password("{PASSWORD}")
    user.save()
writer, absent = [key for key in people if key not in (leader.member, secretary.member)][:2]
first = clock.today().replace(day=1)
meetings = Activity.objects.filter(organisation=group, type="party_group_meeting")
meetings.update(recorder=writer, host=leader.member, form="in_person")
for one in meetings.filter(on__gte=first):
    activity_change(actor=Actor.system("cli"), activity=one, on=first - dt.timedelta(days=3), status="held")
print("ABSENT", Member.objects.get(pk=absent).name, len(people))
"""


# The days until the meeting go by.
DAYS_PASS = """
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
held = Activity.objects.filter(steps_done__by="eight-leader", status="planned").order_by("-pk").first()
activity_change(actor=Actor.system("cli"), activity=held, on=clock.today())
"""


class Thumb:
    """Taps and types, and counts both."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.signs = page, 0, 0

    def tap(self, where: Locator) -> None:
        self.taps += 1
        where.click()
        self.page.wait_for_load_state()

    def write(self, where: Locator, text: str) -> None:
        """A tap into the field, then every sign."""
        self.tap(where)
        self.signs += len(text)
        self.page.keyboard.insert_text(text)


@pytest.fixture
def absent(site: Site) -> str:
    """Somebody of the eight who is neither leader nor recorder."""
    told = site.zhibu("manage", "shell", "-c", EIGHT)
    [line] = [one for one in told.splitlines() if one.startswith("ABSENT")]
    return line.split()[1]


def test_a_month_of_a_leader(site: Site, open_page: Callable[..., Page], absent: str) -> None:
    page = open_page(PHONE)
    sign_in(page, site, "eight-leader", PASSWORD)
    thumb = Thumb(page)

    # plan: day, time, place, who presides and who writes stand there; a topic of the month is picked
    thumb.tap(page.get_by_role("link", name="去计划", exact=False).filter(has_text="党小组会").first)
    assert page.locator("[name=host]").input_value()
    thumb.tap(page.locator("label:has(input[name=picks])").first)
    thumb.tap(page.locator("main .btn--go"))
    address = page.url

    # the branch consents
    secretary = open_page()
    sign_in(secretary, site, "eight-secretary", PASSWORD)
    secretary.goto(address)
    secretary.locator("main .btn--go").click()
    secretary.wait_for_load_state()
    page.reload()

    # tell the members, then write the record: who was there, what was said, one opinion; checked and reported in one
    thumb.tap(page.locator("main .btn--go"))
    site.zhibu("manage", "shell", "-c", DAYS_PASS)
    page.reload()
    thumb.tap(page.locator("main .btn--go"))
    line = page.locator(".people li").filter(has_text=absent)
    thumb.tap(line.locator("label", has_text="请假"))
    thumb.write(line.locator(".why input"), "出差")
    thumb.write(page.locator("[name^='item.'][name$='.said']").first, SAID)
    thumb.write(page.locator("[name^='item.'][name$='.view']").first, VIEW)
    thumb.tap(page.locator(".actbar .btn--go"))

    said = page.locator("main").inner_text()
    assert "已上报" in said
    assert "8 人、7 人" in said
    assert f"{absent}：请假，出差" in said
    assert VIEW in said
    page.goto(address)
    assert page.locator("main").get_by_text("报支部").count() >= 1
    print(f"{thumb.taps} taps, {thumb.signs} signs")
    assert thumb.taps <= TAPS
    assert thumb.signs <= SIGNS
