"""A finding with its article, facts, arithmetic and cure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from zhibu.domain.compliance.models import Verdict


def address(verdict: Verdict, **more: str) -> str:
    key = {
        "d": verdict.directive,
        "r": verdict.rule,
        "s": verdict.subject,
        "p": verdict.period_start,
    }
    return f"/finding?{urlencode(key | more)}"


def verdict(rule: str, subject: str) -> Verdict:
    return Verdict.objects.filter(rule=rule, subject=subject).order_by("-period_start")[0]


def test_finding_works(client_of: Callable[[str], Client]) -> None:
    page = client_of("secretary").get(address(verdict("C-SIZE", "G11"))).content.decode()

    for words in (
        "未达到",
        "2 &lt; 3",
        "第一条",
        "党员M1",
        "从别的党小组调人",
        "差在哪里",
        "2023-09-01 起执行",
    ):
        assert words in page


def test_every_verdict_has_its_finding(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    rules = {row.rule: row for row in Verdict.objects.filter(line__in=["B1", "B2"])}
    answers = {rule: client.get(address(row)).status_code for rule, row in rules.items()}

    assert answers == dict.fromkeys(rules, 200)


def test_finding_of_a_past_day(client_of: Callable[[str], Client]) -> None:
    row = verdict("F-MEETING", "G11")
    row.period_start = row.period_start.replace(year=2024, month=5, day=1)
    page = client_of("clerk").get(address(row, on="2024-06-30")).content.decode()

    assert "2024年5月没有开党小组会" in page
    assert "现在重新算出来的" in page


@pytest.mark.parametrize("query", ["", "d=x", "d=x&r=y&s=z&p=nix", "d=x&r=y&s=z&p=2024-01-01"])
def test_a_finding_that_is_not_there_is_not_found(
    client_of: Callable[[str], Client], query: str
) -> None:
    assert client_of("clerk").get(f"/finding?{query}", follow=True).status_code == 404


def test_the_list_leads_to_findings_and_exports(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    page = client.get("/verdicts?status=unmet&at=B1").content.decode()

    assert "看事实" in page
    assert client.get("/verdicts?status=unmet&at=B1&format=xlsx").status_code == 200
