"""Server time of the desk, over many accounts of every role, each seen twice: cold and warm."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator

from bench.stage import Figure, Stage, hand_over

WARM_UP = 5  # pages before the clock counts: templates are compiled, statements prepared


def measure(stage: Stage) -> list[Figure]:
    stage.county()
    return stage.inside("desk_page")


def accounts() -> Iterator[object]:
    """About 120 accounts all over the county, besides the demo's own five."""
    from zhibu.domain.accounts.models import User
    from zhibu.domain.accounts.services import role_grant, user_open
    from zhibu.domain.members.models import Membership
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel.actor import Actor

    yield from User.objects.all()
    actor, since = Actor.system("cli"), dt.date(2024, 1, 1)

    def open_at(role: str, organisation: Organisation, member: str = "") -> User:
        username = f"bench-{role}-{organisation.pk}"[:60]
        user = user_open(
            actor=actor, username=username, name="测速", password="Slow-Hash-1949", member=member
        )
        role_grant(actor=actor, user=user, role=role, organisation=organisation, since=since)
        return user

    wanted = (("clerk", "committee"), ("secretary", "branch"), ("leader", "party_group"))
    for role, kind in wanted:
        found = list(Organisation.objects.filter(kind=kind).order_by("pk"))
        for organisation in found[:: max(1, len(found) // 40)]:
            yield open_at(role, organisation)
    rows = Membership.objects.filter(organisation__kind="branch", until=None).order_by("pk")
    for row in list(rows.select_related("organisation"))[::200]:
        yield open_at("member", row.organisation, row.member_id)


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cold: list[float] = []
    warm: list[float] = []
    spent: list[float] = []
    for number, user in enumerate(accounts()):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for taken in (cold, warm):
            started, busy = time.perf_counter(), time.process_time()
            answer = client.get("/")
            if number >= WARM_UP:
                taken.append((time.perf_counter() - started) * 1000)
                spent.append((time.process_time() - busy) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{user}: {answer.status_code}")
    everything = cold + warm
    hand_over(
        [
            Figure(f"工作台，{len(cold)} 个账号，95 分位", percentile(everything), "毫秒", 100),
            Figure("其中：每人第一次打开，95 分位", percentile(cold), "毫秒"),
            Figure("其中：处理器时间，95 分位", percentile(spent), "毫秒"),
            Figure("其中：中位数", statistics.median(everything), "毫秒"),
            Figure("其中：最慢一次", max(everything), "毫秒"),
        ]
    )


def percentile(values: list[float], share: float = 0.95) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    main()
