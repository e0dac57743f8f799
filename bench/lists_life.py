"""The daily work of the province for measuring lists: filings, cases, votes, transfers, penalties, terms, the record.

Written past the services, by the site's own models: the lists read rows, not how they came about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

DAY = dt.timedelta(days=1)
FILINGS, CASES, POLLS, OPEN_POLLS, TRANSFERS, ENTRIES = 200_000, 60_000, 20_000, 300, 12_000, 300_000
PENALTIES, STATES, PLACEMENTS, CORRECTIONS = 1_500, 3_000, 100_000, 1_000
SUBJECTS = ("关于推荐党小组组长的备案", "关于召开支部党员大会的请示", "党员发展情况报告", "换届选举结果报告", "党费收缴情况报告")


def batches(rows: Iterable[Any], size: int = 5000) -> Iterator[list[Any]]:
    """The rows in lists of `size`."""
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch


def write(model: Any, rows: Iterable[Any]) -> None:
    """Write many rows of one model."""
    for batch in batches(rows):
        model.objects.bulk_create(batch)


class Province:
    """What is there already: bodies with their parents, and who belongs to which branch."""

    def __init__(self, scale: float) -> None:
        from zhibu.domain.organisations.models import Organisation
        from zhibu.kernel import clock

        self.scale = scale
        self.today = clock.today()
        self.chance = Random(21)
        rows = list(Organisation.objects.order_by("path").values_list("pk", "parent", "kind"))
        self.parent = {key: parent for key, parent, _ in rows}
        self.uppers = [key for key, parent, kind in rows if kind in ("committee", "general_branch") and parent]
        self.branches = sorted(key for key, _, kind in rows if kind == "branch")
        self.groups = [key for key, _, kind in rows if kind == "party_group"]

    def many(self, count: int) -> range:
        """So many of them, cut with the province."""
        return range(max(40, round(count * self.scale)))

    def ago(self, most: int = 1500) -> dt.date:
        """Some day of the last years."""
        return self.today - self.chance.randint(1, most) * DAY

    def branch(self, number: int) -> str:
        """A branch, spread over the whole."""
        return self.branches[number * 7919 % len(self.branches)]

    def member_of(self, branch: str, nth: int = 0) -> str:
        """One of those who belong to a branch, as `lists_fill` numbers them."""
        return f"m{self.branches_at[branch] + nth * len(self.branches):06}"

    @property
    def branches_at(self) -> dict[str, int]:
        """Number of each branch in the order in which members were given to them."""
        if not hasattr(self, "_at"):
            self._at = {key: number for number, key in enumerate(self.branches)}
        return self._at


def fill_life(scale: float) -> None:
    """Write everything beside the tree and its people; the order is that of the foreign keys."""
    here = Province(scale)
    for step in (_people, _cases, _filings, _polls, _transfers, _terms, _record, _others):
        step(here)


def _people(here: Province) -> None:
    from zhibu.domain.members.models import MemberState, Penalty, Placement

    write(Penalty, (
        Penalty(member_id=here.member_of(here.branch(n)), kind=here.chance.choice(["warning", "serious_warning"]), since=here.ago())
        for n in here.many(PENALTIES)
    ))  # fmt: skip
    write(MemberState, (
        MemberState(member_id=here.member_of(here.branch(n), 1), state=here.chance.choice(["floating", "lost"]), since=here.ago())
        for n in here.many(STATES)
    ))  # fmt: skip
    write(Placement, (
        Placement(member_id=here.member_of(here.branch(n), n // len(here.branches)), unit=f"第{n % 900}单位", team=f"第{n % 7}班", since=here.ago())
        for n in here.many(PLACEMENTS)
    ))  # fmt: skip


def _cases(here: Province) -> None:
    from zhibu.domain.casework.models import CaseRoad
    from zhibu.domain.procedures.models import Case, Step

    def case(n: int) -> Case:
        opened, kind = here.ago(), ("development", "branch_election", "leader_selection", "discipline", "group_setup")[n % 5]
        body = here.branch(n)
        subject = body if kind in ("branch_election", "group_setup") else here.member_of(body, 2)
        closed = opened + 40 * DAY if n % 3 else None
        return Case(id=f"c{n:06}", procedure=kind, organisation_id=body, subject=subject, opened=opened, closed=closed)

    for batch in batches(case(n) for n in here.many(CASES)):
        Case.objects.bulk_create(batch)
        CaseRoad.objects.bulk_create(
            CaseRoad(case=one) if one.closed else
            CaseRoad(case=one, next_step="notice", acts=here.chance.choice(["own", "above"]),
                     due_on=one.opened + here.chance.randint(10, 1600) * DAY if here.chance.random() < 0.7 else None)
            for one in batch
        )  # fmt: skip
        Step.objects.bulk_create(Step(case=one, step="open", on=one.opened) for one in batch)


def _filings(here: Province) -> None:
    from zhibu.domain.filings.models import Filing

    def filing(n: int) -> Filing:
        sender = here.branch(n) if n % 4 else here.uppers[n % len(here.uppers)]
        sent, state = here.ago(), here.chance.choices(["accepted", "sent", "received", "returned", "draft"], [88, 4, 3, 2, 3])[0]
        numbered: dict[str, Any] = {} if state == "draft" else {
            "year": sent.year, "serial": n, "number": f"支〔{sent.year}〕{n}号", "sent_on": sent, "due_on": sent + 30 * DAY
        }  # fmt: skip
        return Filing(
            id=f"f{n:06}", kind=here.chance.choice(["file", "report", "request"]), sender_id=sender,
            receiver_id=here.parent[sender], state=state, subject=SUBJECTS[n % 5], created_on=sent, **numbered,
        )  # fmt: skip

    write(Filing, (filing(n) for n in here.many(FILINGS)))


def _polls(here: Province) -> None:
    from zhibu.domain.voting.models import Option, Poll, Teller, Voter

    count = len(here.many(POLLS))

    def poll(n: int) -> Poll:
        body = here.groups[n * 31 % len(here.groups)] if n % 2 else here.branch(n)
        state = "open" if n < OPEN_POLLS * here.scale else ("draft" if n % 50 == 1 else "confirmed")
        return Poll(id=f"v{n:06}", organisation_id=body, kind="election", matter="group_leader", title=f"第{n}次推选",
                    on=here.ago(), means="electronic", seats=1, state=state)  # fmt: skip

    for batch in batches(poll(n) for n in range(count)):
        Poll.objects.bulk_create(batch)
        write(Option, (Option(poll=one, number=k, name=f"人选{k}") for one in batch for k in (1, 2)))
        rolls = [(one, here.member_of(one.organisation_id.removesuffix("G"), k)) for one in batch for k in range(8)]
        write(Voter, (Voter(poll=one, member_id=key, entitled=True, taken="electronic" if one.state == "confirmed" else "") for one, key in rolls))
        write(Teller, (Teller(poll=one, member_id=key, duty="watch") for one, key in rolls[::8]))


def _transfers(here: Province) -> None:
    from zhibu.domain.members.models import Member
    from zhibu.domain.transfers.models import Transfer

    names = dict(Member.objects.filter(pk__in=[here.member_of(here.branch(n), 3) for n in here.many(TRANSFERS)]).values_list("pk", "name"))

    def transfer(n: int) -> Transfer:
        origin, asked = here.branch(n), here.ago()
        key = here.member_of(origin, 3)
        state = here.chance.choices(["acknowledged", "requested", "sent", "received", "arrived"], [80, 5, 6, 5, 4])[0]
        return Transfer(id=f"t{n:06}", way="inside", member_id=key, name=names[key], origin_id=origin,
                        destination_id=here.branch(n + 1), state=state, requested_on=asked, letter_on=asked, valid_until=asked + 90 * DAY)  # fmt: skip

    write(Transfer, (transfer(n) for n in here.many(TRANSFERS)))


def _terms(here: Province) -> None:
    from zhibu.domain.committees.models import CommitteeTerm, Reminder, TermPost
    from zhibu.domain.members.models import Post

    soon = {branch: here.today + here.chance.randint(-200, 1000) * DAY for branch in here.branches}
    for batch in batches(Post.objects.filter(post="secretary").order_by("pk").only("pk", "organisation_id")):
        for post in batch:
            number = here.branches_at[post.organisation_id]
            post.planned_until = soon[post.organisation_id] if number % 5 else None  # a fifth was imported without an end
        Post.objects.bulk_update(batch, ["planned_until"], batch_size=1000)
    seats = ("deputy_secretary", "organisation_commissioner", "publicity_commissioner")
    write(Post, (
        Post(id=f"q{n}-{k}", member=here.member_of(branch, k + 1), organisation_id=branch, post=seat,
             since=soon[branch] - 1095 * DAY, planned_until=soon[branch], manner="elected")
        for n, branch in enumerate(here.branches) for k, seat in enumerate(seats)
    ))  # fmt: skip
    write(Post, (
        Post(id=f"g{n}", member=here.member_of(group.removesuffix("G"), 4), organisation_id=group, post="group_leader",
             since=soon[group.removesuffix("G")] - 1095 * DAY, manner="elected")
        for n, group in enumerate(here.groups)
    ))  # fmt: skip
    for numbered in batches(enumerate(here.branches)):
        terms = [
            CommitteeTerm(id=f"k{n}", organisation_id=branch, number=3, since=soon[branch] - 1095 * DAY, planned_until=soon[branch])
            for n, branch in numbered
        ]  # fmt: skip
        CommitteeTerm.objects.bulk_create(terms)
        write(TermPost, (TermPost(term=term, post_id=f"q{term.pk[1:]}-{k}") for term in terms for k in range(len(seats))))
    top = here.uppers[0]
    write(Reminder, (Reminder(organisation_id=b, due=soon[b], on=here.today - 9 * DAY, sent_by_id=top) for b in here.branches[::40]))


def _record(here: Province) -> None:
    from zhibu.domain.audit.models import AuditEntry

    first = (AuditEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1_000_000
    actions = ("post.appoint", "filing.send", "member.read", "organisation.rename", "case.open")

    def entry(n: int) -> AuditEntry:
        body = here.branch(n)
        return AuditEntry(number=first + n, at=f"{here.ago()}T10:00:00+08:00", actor="测速", user="", door="web",
                          action=actions[n % 5], subject=here.member_of(body), organisation=body, details="{}", previous="", mac=f"{n}")  # fmt: skip

    write(AuditEntry, (entry(n) for n in here.many(ENTRIES)))


def _others(here: Province) -> None:
    """Accounts, divisions, selections of leaders, checks, changes of the tree, files of discipline."""
    from zhibu.domain.accounts.models import RoleGrant, User
    from zhibu.domain.discipline.models import DisciplineFile
    from zhibu.domain.establishment.models import Change, ChangePart
    from zhibu.domain.groups.models import Division
    from zhibu.domain.leaders.models import Selection
    from zhibu.domain.procedures.models import Case, Check

    people = [(n, here.branch(n)) for n in here.many(20_000)]
    write(User, (User(id=f"u{n:06}", username=f"u{n:06}", name=f"书记{n}", member_id=here.member_of(branch), password="!") for n, branch in people))
    write(RoleGrant, (RoleGrant(user_id=f"u{n:06}", role="secretary", organisation_id=branch, since=dt.date(2020, 1, 1)) for n, branch in people))
    write(Division, (Division(id=f"d{n:06}", branch_id=here.branch(n), state="draft", opened_on=here.ago()) for n in here.many(6_000)))
    chosen = Case.objects.filter(procedure="leader_selection").order_by("pk").values_list("pk", flat=True)
    write(Selection, (Selection(case_id=key, group_id=here.groups[n % len(here.groups)], kind="new") for n, key in enumerate(chosen)))
    write(Check, (
        Check(organisation_id=branch, checklist="activity_room", item=item, on=here.today - 100 * DAY, ok=True)
        for _, branch in people for item in ("area", "sign")
    ))  # fmt: skip
    changes = [Change(id=f"x{n:06}", kind="rename", on=here.ago(), decided_by="上级党委", number=f"〔{n}〕号", decided_on=here.ago(), recorded_on=here.today)
               for n in here.many(8_000)]  # fmt: skip
    write(Change, changes)
    write(ChangePart, (ChangePart(change=one, organisation_id=here.branch(n), part="changed") for n, one in enumerate(changes)))
    against = Case.objects.filter(procedure="discipline").order_by("pk").values_list("pk", "organisation", "subject", "opened")[:3_000]
    write(DisciplineFile, (
        DisciplineFile(case_id=key, member_id=subject, organisation_id=body, opened_on=opened, gist="虚构") for key, body, subject, opened in against
    ))  # fmt: skip
