"""Loads the invented county into an empty database, and makes one account for each role."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.rights import rights_of
from zhibu.domain.accounts.services import role_grant, user_open
from zhibu.domain.audit.services import entry_record
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.services.judging import Progress
from zhibu.domain.compliance.services.whole import judge_all
from zhibu.domain.demo.county import TABLES, Cast, County, Rows
from zhibu.domain.demo.dealings import dealings_make
from zhibu.domain.demo.files import FILLED, file_rows, filled_in, people_of
from zhibu.domain.demo.groupings import groupings_make
from zhibu.domain.demo.life import life_make
from zhibu.domain.demo.people import Row
from zhibu.domain.demo.places import ORGANS, ROOT
from zhibu.domain.demo.setup import setup_make
from zhibu.domain.demo.votes import votes_make
from zhibu.domain.exchange.facts.rows import values_of, write
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_child, path_depth
from zhibu.kernel import clock, crypto
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

FLUSH = 20_000  # rows of one table that wait before they are written
GRANTED_SINCE = dt.date(2023, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """One demo account as it is told to the person at the terminal."""

    username: str
    password: str
    role: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was written: rows by table, and the accounts."""

    counts: dict[str, int]
    accounts: list[Account]


@transaction.atomic
def demo_load(*, actor: Actor, on: dt.date, seed: int, within: str = ROOT) -> Loaded:
    """Write the county as of a day; refused where anything is there already.

    `within`: only the branches below this body, for tests (the branch of the accounts among them).
    """
    if Organisation.objects.exists():
        raise Refused("库里已经有党组织，演示县只装进空库。换一个数据目录，或者不装演示县。")
    county = County(on, seed, within)
    writing = _Writing()
    for chunk in county.chunks():
        writing.take(chunk)
    writing.flush()
    assert county.cast is not None  # the branch of the accounts is always there
    people = filled_in(people_of(county.cast))
    Member.objects.bulk_update(people, FILLED)
    for rows in file_rows(county.cast, people, on):
        type(rows[0])._default_manager.bulk_create(rows)
    entry_record(
        actor=actor,
        action="demo.load",
        details={"on": on, "seed": seed, "counts": writing.counts},
    )
    return Loaded(dict(writing.counts), _accounts(actor, county.cast, on))


def demo_prepare(
    *, actor: Actor, on: dt.date, seed: int, within: str = ROOT, progress: Progress | None = None
) -> Loaded:
    """Load the county and judge it as of its day, so that the first page has something to show.

    The judging is called here and not wired to the action: it must be of the county's own day.
    """
    loaded = demo_load(actor=actor, on=on, seed=seed, within=within)
    loaded.counts["changes"] = setup_make(on=on)
    loaded.counts["votes"] = votes_make(on=on)
    loaded.counts["dealings"] = dealings_make(on=on)
    loaded.counts["divisions"] = groupings_make(on=on)
    loaded.counts["life"] = life_make(on=on)
    judge_all(as_of=on, progress=progress)
    loaded.counts["verdicts"] = Verdict.objects.count()
    return loaded


class _Writing:
    """Gathers rows by table and writes them in large batches; gives organisations their paths."""

    def __init__(self) -> None:
        self.waiting: Rows = defaultdict(list)
        self.counts: dict[str, int] = dict.fromkeys(TABLES, 0)
        self.paths: dict[str, str] = {}
        self.children: dict[str, int] = defaultdict(int)

    def take(self, chunk: Rows) -> None:
        for row in chunk.get("organisations", ()):
            self._place(row)
        for table, rows in chunk.items():
            self.waiting[table] += rows
        if sum(map(len, self.waiting.values())) > FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what waits; a table after the tables that it points to."""
        for table in TABLES:
            rows = self.waiting.pop(table, [])
            self.counts[table] += write(table, values_of(table, rows)) if rows else 0

    def _place(self, row: Row) -> None:
        parent = row.get("parent", "")
        self.children[parent] += 1
        path = path_child(self.paths[parent] if parent else "", self.children[parent])
        self.paths[row["id"]] = path
        row |= {"path": path, "depth": path_depth(path), "order": self.children[parent]}


def _accounts(actor: Actor, cast: Cast, on: dt.date) -> list[Account]:
    """A clerk of the county, one of the organs, and three people of one branch."""
    wanted: list[tuple[str, Role, str, str]] = [
        ("county", Role.CLERK, ROOT, ""),
        ("organs", Role.CLERK, ORGANS, ""),
        ("secretary", Role.SECRETARY, cast.branch, cast.secretary),
        ("leader", Role.LEADER, cast.group, cast.leader),
        ("member", Role.MEMBER, cast.branch, cast.member),
    ]
    clerks = {"county": "苗清和", "organs": "谷雨晴"}
    names = dict(Member.objects.filter(pk__in=[w[3] for w in wanted]).values_list("pk", "name"))
    return [_account(actor, on, one, names.get(one[3]) or clerks[one[0]]) for one in wanted]


def _account(actor: Actor, on: dt.date, wanted: tuple[str, Role, str, str], name: str) -> Account:
    username, role, place, member = wanted
    password = demo_password(username)
    user = user_open(
        actor=actor,
        username=username,
        name=name,
        password=password,
        member=member,
        user_id=f"demo-{username}",
    )
    organisation = Organisation.objects.get(pk=place)
    since = min(GRANTED_SINCE, on)
    held = {(right.role, right.organisation) for right in rights_of(user, clock.today())}
    if (role, place) not in held:  # who holds the post needs no grant, and keeps none when the post ends
        role_grant(actor=actor, user=user, role=role, organisation=organisation, since=since)
    return Account(username, password, role.label, name, str(organisation))


def demo_password(username: str) -> str:
    """The same on this installation every time, another on each: drawn from its own secret."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    mark = crypto.blind_index(key, "demo", username)
    return f"demo-{mark[:4]}-{mark[4:8]}-{mark[8:12]}"


def accounts_table(accounts: Iterable[Account]) -> str:
    """The accounts as lines for a terminal."""
    lines = ["演示账号（人名、单位都是虚构的）："]
    for one in accounts:
        lines.append(f"{one.username:<10}{one.password}  {one.role}  {one.name}  {one.place}")
    return "\n".join(lines)
