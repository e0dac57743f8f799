"""Server time of lists and searches in a province of 60 000 organisations and 300 000 members on PostgreSQL.

Every list of the JSON door and every list page, asked by clerks of every level, cold and again; and the
number of queries with a short page beside that with a long one. `ZHIBU_BENCH_SCALE` cuts the province.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from bench.stage import Figure, Stage, hand_over

LIMIT = 150
ROUNDS = 3
SLOWEST = 8
NAMES = ("王", "wangjun", "zq", "李军", "刘晓", "党员", "第3", "zjy")


def measure(stage: Stage) -> list[Figure]:
    from zhibu.kernel.throwaway_postgres import throwaway_postgres

    with throwaway_postgres() as address:
        own = Stage(stage.folder / "lists", {"ZHIBU_DATABASE_URL": address})
        own.data.mkdir(parents=True, exist_ok=True)
        own.zhibu("manage", "migrate", "--noinput", "-v", "0")
        return own.inside("lists")


def clerks() -> Iterator[tuple[str, Any, str]]:
    """(level, account, key of the JSON door): clerks of the whole, of a city, of a county; a secretary."""
    from zhibu.domain.accounts.models import User
    from zhibu.domain.accounts.selectors import actor_of
    from zhibu.domain.accounts.services import role_grant, user_open
    from zhibu.domain.gateway.services import key_open
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel import clock
    from zhibu.kernel.actor import Actor

    keeper = Actor.system("cli")
    for level, key, role in (("全省", "0", "clerk"), ("一市", "0103", "clerk"), ("一县", "0103200", "clerk"), ("一支部", "0103200303400", "secretary")):
        body = Organisation.objects.get(pk=key)
        user: User = user_open(actor=keeper, username=f"bench-{key}", name="测速", password="Slow-Hash-1949")
        role_grant(actor=keeper, user=user, role=role, organisation=body, since=dt.date(2024, 1, 1))
        until = clock.today() + dt.timedelta(days=30)
        yield level, user, key_open(actor=actor_of(user=user, door="cli"), label="测速", until=until)[1]


def addresses(body: str) -> Iterator[str]:
    """The pages that list or search; what is not there answers 404 and is left out."""
    yield from (f"/search?q={name}" for name in NAMES)
    yield from (f"/organisations/{body}", f"/organisations/{body}/members", f"/organisations/{body}/members?page=40")
    yield from ("/filings", "/cases", "/votings", "/grid", "/accounts", "/audit", "/transfers", "/")


def listed() -> Iterator[str]:
    """The lists of the JSON door, first page and a long one."""
    from zhibu.domain.gateway.registry import registry
    from zhibu.web.api.door import plural

    for noun, listing in registry().listings.items():
        yield f"/api/v1/{plural(noun)}"
        if "name" in listing.asked.model_fields:
            yield from (f"/api/v1/{plural(noun)}?name={name}" for name in NAMES)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.lists_fill import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    bodies, members = fill(float(os.environ.get("ZHIBU_BENCH_SCALE", "1")))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took: dict[str, list[float]] = defaultdict(list)
    grown = []
    for level, user, secret in clerks():
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        headers = {"Authorization": f"Bearer {secret}"}
        for path in (*addresses(user.username.removeprefix("bench-")), *listed()):
            key = headers if path.startswith("/api") else {}
            for _ in range(ROUNDS):
                started = time.perf_counter()
                answer = client.get(path, headers=key)
                if answer.status_code != 200:
                    break
                took[f"{level} {path}"].append((time.perf_counter() - started) * 1000)
            if path.startswith("/api") and answer.status_code == 200:
                counts = []
                for rows in (2, 200):
                    with CaptureQueriesContext(connection, ) as seen:
                        client.get(f"{path}{'&' if '?' in path else '?'}limit={rows}", headers=key)
                    counts.append(len(seen))
                if counts[1] > counts[0]:
                    grown.append(f"{level} {path} {counts}")
    every = [one for times in took.values() for one in times]
    slow = sorted(took, key=lambda path: -statistics.median(took[path]))[:SLOWEST]
    hand_over([
        Figure(f"名单和查找，{bodies} 个组织、{members} 名党员，95 分位", statistics.quantiles(every, n=20)[-1], "毫秒", LIMIT),
        Figure("其中：中位数", statistics.median(every), "毫秒"),
        Figure("查询数随行数增加的名单", len(grown), "个", 0.5),
        *(Figure(f"最慢：{path}", statistics.median(took[path]), "毫秒") for path in slow),
        *(Figure(f"查询数增加：{line}", 1, "个") for line in grown),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
