"""Every kind of rule has a finding that a secretary can read, on the published golden facts."""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.exchange.services import facts_import
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.shelf import shelf
from zhibu.kernel.actor import Actor

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
PACKS = Path(__file__).parents[3] / "rulepacks"
DAY = "2024-12-31"
# a bare code of the engine, of the facts or of a pack: snake_case, key=value, comparison without a space
RAW = re.compile(r"[a-z]+_[a-z_]+|[a-z]+=|->|>=|<=|\b(late|None|present|absent|unmet|pending)\b")
MISSED = ("unmet", "deviation", "advice", "pending")


@pytest.fixture
def golden_packs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The golden directives beside those of the program; the shelf looks again before and after."""
    monkeypatch.setenv("ZHIBU_RULEPACKS", f"{PACKS}:{GOLDEN}")
    shelf.forget()
    yield
    monkeypatch.undo()
    shelf.forget()


@pytest.fixture
def client(db: None, shared: Path, golden_packs: None) -> Client:
    """The golden facts and directives in the database, before the eyes of the clerk on top."""
    facts_import(path=shared / "golden" / "bundle", actor=Actor.system())
    user = User.objects.create(id="U", username="clerk", name="文某")
    RoleGrant.objects.create(
        user=user, role="clerk", organisation_id="W0", since=dt.date(2020, 1, 1)
    )
    found = Client()
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def published(shared: Path) -> list[dict[str, str]]:
    """One row of each kind of rule, kind of subject and status."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    book = rulebook.rulebook()
    with (shared / "golden" / f"expected_{DAY}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = book.rule(row["directive"], row["rule"]).spec.kind
            if row["status"] != "unknown":  # the database knows all columns
                found.setdefault((kind, row["subject_kind"], row["status"]), row)
    return list(found.values())


def shown(page: str) -> str:
    """The words of the main part, without the record of the judging."""
    main = page[page.index("<main") : page.index("核查记录")]
    main = re.sub(r"(?s)<(script|style|svg).*?</\1>", "", main)
    return html.unescape(re.sub(r"<[^>]+>", " ", main))


def test_every_kind_and_status_reads_as_chinese(client: Client, shared: Path) -> None:
    rows = published(shared)
    kinds = {rulebook.rulebook().rule(r["directive"], r["rule"]).spec.kind for r in rows}
    assert len(kinds) == 14

    for row in rows:
        key = {"d": row["directive"], "r": row["rule"], "s": row["subject"],
               "p": row["period_start"], "on": DAY}
        answer = client.get(f"/finding?{urlencode(key)}")
        about = (row["rule"], row["subject"], row["status"])
        assert answer.status_code == 200, about
        page = answer.content.decode()
        words = shown(page)
        assert RAW.findall(words) == [], (about, RAW.findall(words), words)
        assert row["subject"] not in words.split(), about
        assert ("差在哪里" in words or "还差什么" in words) == (row["status"] != "met"), about
        assert "起执行这份制度" in words, about
        assert "层级" in words, about
        if row["evidence"]:
            assert "查到的事实 0 件" not in " ".join(words.split()), about
        if row["status"] in MISSED and row["strength"] == "must":
            assert "应当" in words, about


def test_what_failed_and_who_was_not_there(client: Client) -> None:
    def page(directive: str, rule: str, subject: str, start: str) -> str:
        key = {"d": directive, "r": rule, "s": subject, "p": start, "on": DAY}
        return shown(client.get(f"/finding?{urlencode(key)}").content.decode())

    barred = page("D-GROUP", "E-LEADER", "P09", "2024-01-01")
    assert "没有受留党察看：2024-03-15 起不符合，共 47 天" in barred
    assert "是本组织的党员：每天都符合" in barred
    assert "丁南乔 受留党察看" in barred
    meeting = page("D-BRANCH", "A-QUORUM", "A121", "2024-03-31")
    assert meeting.index("乔半夏") < meeting.index("祁白露")  # those who did not come first
    assert "汤芒种" in meeting
    assert "预备党员" in meeting
    ballot = page("D-BRANCH", "X-ELECTION", "X22", "2024-09-30")
    assert "9月30日表决选举委员" in ballot
    assert "候选人 7 名、应选 6 名，差额应不少于 0.2" in ballot
    assert "方式是无记名投票，应是" not in ballot.partition("查到的事实")[0]


def test_names_in_lists_and_sheets(client: Client) -> None:
    page = client.get(f"/verdicts?on={DAY}&at=B2&r=X-ELECTION&d=D-BRANCH").content.decode()

    words = html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<tbody") :]))
    assert RAW.findall(words) == []
    assert "9月30日表决选举委员" in words
    assert client.get(f"/verdicts?on={DAY}&at=B2&format=xlsx").status_code == 200
