"""Server time of lists and searches in a province of 60 000 organisations and 300 000 members on PostgreSQL.

Every list of the JSON door and every list page, first page and fortieth, asked by clerks of every level; beside the
times the number of queries, and for the JSON door whether a long page asks more than a short one.

`ZHIBU_BENCH_SCALE` cuts the province. `ZHIBU_BENCH_DATABASE_URL` names a PostgreSQL of one's own that is filled once
and measured again and again, with `ZHIBU_BENCH_FOLDER` for the keys with which it was written; `ZHIBU_BENCH_TABLE` a
file for one line an address; `ZHIBU_BENCH_ONLY` a part of the addresses to be asked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.stage import Figure, Stage, hand_over

LIMIT = 150
ROUNDS = 3
SLOWEST = 12
NAMES = ("王", "wangjun", "zq", "李军", "刘晓", "党员", "第3", "zjy", "党总支", "dyd", "m000777", "15400000777")
FAR = 40  # the page that is asked beside the first
LEVELS = (
    ("全省", "0", "clerk"), ("一市", "0103", "clerk"), ("一县", "0103200", "clerk"),
    ("一乡镇", "0103200303", "clerk"), ("一支部", "0103200303400", "secretary"),
)  # fmt: skip
PAGED = (
    "/organisations/{body}/members", "/organisations/{body}/members?order=name", "/organisations/{body}/members?standing=full",
    "/organisations/{body}/members?q=王", "/filings?box=in", "/filings?box=out", "/filings?box=in&state=all",
    "/filings?box=out&state=done", "/filings?box=in&state=overdue", "/filings?box=in&state=all&kind=report",
    "/filings?box=in&state=all&q=党总支", "/filings?box=in&state=all&q=换届", "/filings?box=out&state=all&q=123号",
    "/cases", "/cases?state=own", "/cases?state=above", "/cases?state=overdue", "/cases?state=done", "/cases?state=all",
    "/cases?state=all&procedure=development", "/cases?state=all&q=王", "/cases?state=all&q=第3", "/cases?state=all&q=李军",
    "/votings", "/votings?state=open", "/votings?state=confirmed", "/transfers", "/transfers?state=sent", "/transfers?q=王",
    "/transfers?late=1", "/accounts", "/accounts?find=书记7", "/accounts/invite", "/committees/due", "/discipline",
    "/corrections", "/members/clearings", "/establishment/checks", "/verdicts", "/grid",
    "/meetings", "/minutes", "/tasks", "/opinions", "/commitments", "/appraisals", "/signals", "/attendance/making-up", "/yearly",
)  # fmt: skip
ONCE = (
    "/", "/organisations", "/organisations/{body}", "/establishment/tree/{body}", "/establishment/tree/{body}?depth=1",
    "/establishment/tree/{body}?depth=3", "/establishment/tree/{body}?q=dyd", "/establishment/tree/{body}?q=王军", "/establishment/history/{body}", "/committees/of/{body}", "/record",
    "/record?action=filing.send", "/members/doubles", "/runs", "/imports", "/waivers", "/more",
    "/groups/of/{body}", "/directives",
    "/votings/open", "/filings/new", "/cases/new", "/transfers/register", "/establishment/checks/of/{body}",
    "/establishment/calendar", "/establishment/terms",
    "/talks?body={body}", "/reports?body={body}", "/study?body={body}", "/study/mine", "/work", "/plans", "/bylaws", "/notices",
)  # fmt: skip


def measure(stage: Stage) -> list[Figure]:
    from zhibu.kernel.throwaway_postgres import throwaway_postgres

    own = os.environ.get("ZHIBU_BENCH_DATABASE_URL")
    with contextlib.nullcontext(own) if own else throwaway_postgres() as address:
        folder = Path(os.environ.get("ZHIBU_BENCH_FOLDER") or stage.folder)
        there = Stage(folder / "lists", {"ZHIBU_DATABASE_URL": str(address)})
        there.data.mkdir(parents=True, exist_ok=True)
        there.zhibu("manage", "migrate", "--noinput", "-v", "0")
        return there.inside("lists")


@dataclass(slots=True)
class Told:
    """What one address cost: milliseconds of each time, queries of the last, of the JSON door also of a long page."""

    level: str
    path: str
    times: list[float] = field(default_factory=list)
    queries: int = 0
    long: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    def line(self) -> str:
        grown = f" {self.queries}->{self.long}" if self.long > self.queries else ""
        return f"{self.median:8.1f} {max(self.times):8.1f} {self.queries:4}  {self.level} {self.path}{grown}"


def clerks() -> Iterator[tuple[str, str, Any, str]]:
    """(level, body, account, key of the JSON door), made where they are not there yet."""
    from zhibu.domain.accounts.models import User
    from zhibu.domain.accounts.selectors import actor_of
    from zhibu.domain.accounts.services import role_grant, user_open
    from zhibu.domain.gateway.services import key_open
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel import clock
    from zhibu.kernel.actor import Actor

    keeper = Actor.system("cli")
    for level, key, role in LEVELS:
        user = User.objects.filter(username=f"bench-{key}").first()
        if user is None:
            user = user_open(actor=keeper, username=f"bench-{key}", name="测速", password="Slow-Hash-1949")
            role_grant(actor=keeper, user=user, role=role, organisation=Organisation.objects.get(pk=key), since=dt.date(2024, 1, 1))
        until = clock.today() + dt.timedelta(days=30)
        yield level, key, user, key_open(actor=actor_of(user=user, door="cli"), label="测速", until=until)[1]


def pages(body: str) -> Iterator[str]:
    """The pages that list or search; what is not there answers 404 and is left out."""
    yield from (f"/search?q={name}" for name in NAMES)
    yield from (path.format(body=body) for path in ONCE)
    for path in PAGED:
        first = path.format(body=body)
        yield from (first, f"{first}{'&' if '?' in first else '?'}page={FAR}")


def listings() -> Iterator[str]:
    """The lists of the JSON door, with each name where one can be asked for."""
    from zhibu.domain.gateway.registry import registry
    from zhibu.web.api.door import plural

    for noun, listing in registry().listings.items():
        yield f"/api/v1/{plural(noun)}"
        if "name" in listing.asked.model_fields:
            yield from (f"/api/v1/{plural(noun)}?name={name}" for name in NAMES)


def ask(client: Any, level: str, path: str, headers: dict[str, str]) -> Told | None:
    """The first time cold, then again; None where the address is not there for him."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told = Told(level, path)
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(path, headers=headers)
        if answer.status_code != 200:
            return None
        told.times.append((time.perf_counter() - started) * 1000)
    with CaptureQueriesContext(connection) as seen:
        client.get(_with(path, "limit=20") if headers else path, headers=headers)
    told.queries = len(seen)
    if headers:
        with CaptureQueriesContext(connection) as seen:
            client.get(_with(path, "limit=200"), headers=headers)
        told.long = len(seen)
    return told


def asked_far(client: Any, path: str, headers: dict[str, str]) -> str:
    """The address of the fortieth page of a list of the JSON door, or of its last; "" where one page holds all."""
    after, here = "", path
    for _ in range(FAR - 1):
        answer = client.get(here, headers=headers)
        if answer.status_code != 200 or not answer.json()["next"]:
            break
        after = answer.json()["next"]
        here = _with(path, f"after={after}")
    return here if after else ""


def _with(path: str, more: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{more}"


def all_told() -> Iterator[Told]:
    from django.test import Client

    only = os.environ.get("ZHIBU_BENCH_ONLY", "").split()
    for level, body, user, secret in clerks():
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        headers = {"Authorization": f"Bearer {secret}"}
        wanted = [(path, {}) for path in pages(body)] + [(path, headers) for path in listings()]
        for path, key in wanted:
            if only and not any(word in f"{level} {path}" for word in only):
                continue
            told = ask(client, level, path, key)
            if told is not None:
                yield told
            far = asked_far(client, path, key) if key and "name=" not in path else ""
            found = ask(client, level, far, key) if far else None
            if found is not None:
                found.path = f"{path} （第 {FAR} 页）"
                yield found


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from bench.lists_fill import filled

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    bodies, members = filled(float(os.environ.get("ZHIBU_BENCH_SCALE", "1")))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    every = sorted(all_told(), key=lambda one: -one.median)
    if table := os.environ.get("ZHIBU_BENCH_TABLE"):
        Path(table).write_text("".join(f"{one.line()}\n" for one in every))
    times = [each for one in every for each in one.times]
    grown = [one for one in every if one.long > one.queries]
    hand_over([
        Figure(f"名单和查找 {len(every)} 处，{bodies} 个组织、{members} 名党员，95 分位", statistics.quantiles(times, n=20)[-1], "毫秒", LIMIT),
        Figure("其中：中位数", statistics.median(times), "毫秒"),
        Figure(f"超过 {LIMIT} 毫秒的地址", sum(one.median > LIMIT for one in every), "个", 0.5),
        Figure("查询数随行数增加的名单", len(grown), "个", 0.5),
        *(Figure(f"最慢：{one.level} {one.path}", one.median, "毫秒") for one in every[:SLOWEST]),
        *(Figure(f"查询数增加：{one.level} {one.path}，{one.queries} 变 {one.long}", 1, "个") for one in grown),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
