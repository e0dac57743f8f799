"""Whoever writes into the database past the program is found out: a verdict, a fact, a seal, a pack, a digest."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile

import pytest
from django.db.models import F

from tests.domain.compliance.test_judging import AS_OF, judged
from tests.domain.conftest import KEEPER, people, tree
from zhibu.domain.compliance import services
from zhibu.domain.compliance.models import KeptRun, Run, Verdict
from zhibu.domain.compliance.selectors import verifying
from zhibu.domain.compliance.services import keeping
from zhibu.domain.members.models import Membership

__all__ = ["judged", "people", "tree"]


@pytest.fixture
def kept(judged: Run) -> KeptRun:
    return keeping.run_keep(actor=KEEPER, run=judged, reason="半年检查")


def verified(run: Run) -> verifying.Verification:
    return verifying.run_verify(actor=KEEPER, run=Run.objects.get(pk=run.pk))


@pytest.mark.parametrize("change", [
    {"status": "met"}, {"actual": "99"}, {"reason": "都做到了。"}, {"due": dt.date(2030, 1, 1)},
    {"evidence": "A-99"}, {"severity": 0}, {"organisation": "B9"},
])  # fmt: skip
def test_a_stored_verdict_changed_by_hand_is_named(judged: Run, change: dict) -> None:
    row = Verdict.objects.filter(status__in=("unmet", "deviation"), rolls=0).first()
    assert row is not None
    Verdict.objects.filter(pk=row.pk).update(**change)
    said = verified(judged)

    assert (said.same, said.sound) == (True, False)
    assert {(one.rule, one.subject, one.period_start) for one in said.altered} == {
        (row.rule, row.subject, row.period_start)}
    assert f"{row.rule} {row.subject}" in "\n".join(said.lines())


@pytest.mark.parametrize("change", [{"status": "met"}, {"reason": "都做到了。"}, {"severity": 0}])
def test_the_nightly_judging_puts_it_right(judged: Run, change: dict) -> None:
    row = Verdict.objects.filter(status__in=("unmet", "deviation"), rolls=0).first()
    assert row is not None
    Verdict.objects.filter(pk=row.pk).update(**change)

    assert services.judge_all(as_of=AS_OF).differences == 1
    again = Verdict.objects.get(directive=row.directive, rule=row.rule, subject=row.subject,
                                period_start=row.period_start)
    assert (again.status, again.reason, again.severity) == (row.status, row.reason, row.severity)
    assert services.judge_all(as_of=AS_OF).differences == 0


def test_a_verdict_taken_out_or_put_in_is_named(judged: Run) -> None:
    row = Verdict.objects.filter(status="unmet").first() or Verdict.objects.first()
    assert row is not None
    Verdict.objects.filter(pk=row.pk).delete()
    assert [(one.stored, one.judged != "") for one in verified(judged).altered] == [("", True)]

    services.judge_all(as_of=AS_OF)
    row.pk, row.subject, row.mark = None, "X-99", 1
    row.save()
    assert [(one.subject, one.judged) for one in verified(judged).altered] == [("X-99", "")]


def test_a_fact_changed_by_hand_is_told(judged: Run) -> None:
    Membership.objects.filter(organisation="G11").update(since=F("since") + dt.timedelta(days=4000))
    said = verified(judged)

    assert not said.same
    assert said.rules
    assert "绕过程序" in "\n".join(said.lines())


def test_a_seal_that_was_opened_is_told(kept: KeptRun) -> None:
    assert verified(kept.run).sound
    text = gzip.decompress(bytes(kept.verdicts)).decode()
    KeptRun.objects.update(verdicts=gzip.compress(text.replace("deviation", "met", 1).encode()))
    said = verified(kept.run)

    assert (said.same, said.sound) == (True, False)
    assert "封存的结论" in "\n".join(said.lines())


@pytest.mark.parametrize("bad", [b"", b"nonsense", gzip.compress(b"a,b\n1,2\n")])
def test_a_seal_that_cannot_be_read_is_told(kept: KeptRun, bad: bytes) -> None:
    KeptRun.objects.update(verdicts=bad)

    assert not verified(kept.run).sound


def test_a_pack_changed_in_the_seal_is_named(kept: KeptRun) -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes(kept.packs))) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("loudi-groups-2023/rules.yaml"):
                text += "\n# 改过\n".encode()
            new.writestr(name, text)
    KeptRun.objects.update(packs=changed.getvalue())
    said = verified(kept.run)

    assert not said.sound
    assert "loudi-groups-2023" in "\n".join(said.broken)


def test_a_digest_changed_with_the_seal_differs_from_the_record(kept: KeptRun) -> None:
    """The record is a keyed chain: what was written there when it was kept cannot be changed along."""
    Run.objects.filter(pk=kept.run_id).update(row_digest="0" * 64)

    assert "操作日志" in "\n".join(verified(kept.run).broken)
