"""Marks and points: who enters, what stands, what is refused; stored verdicts and judging anew agree; kept results."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.services import judge_all
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.domain.scoring import selectors, services
from zhibu.domain.scoring.kept import score_from
from zhibu.domain.scoring.models import KeptScore, Mark
from zhibu.domain.scoring.selectors import Card
from zhibu.engine.scoring import Span, span_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

Tree = dict[str, Organisation]


@pytest.fixture
def loudi(tree: Tree, people: dict[str, Member]) -> Tree:
    """Both committees follow the directive; the first group of B1 met once this year."""
    for key in ("C1", "C9"):
        adoption_activate(
            actor=KEEPER, organisation=tree[key], directive="loudi-groups-2023", since=dt.date(2023, 9, 1)
        )
    return tree


@pytest.fixture
def card() -> Card:
    return selectors.card_get("loudi-groups-2023/GROUPS")


@pytest.fixture
def span() -> Span:
    return span_of("year", clock.today())


@pytest.fixture
def clerk(loudi: Tree) -> Actor:
    return actor("clerk", "C1")


def entered(by: Actor, card: Card, span: Span, body: Organisation, **more: str) -> Mark:
    words = {"item": "PRAISE", "points": "3", "evidence": "县委通报〔2024〕1号"} | more
    return services.mark_enter(actor=by, card=card, span=span, organisation=body, **words)


def praise(by: Actor, card: Card, span: Span, body: Organisation) -> Fraction:
    score = selectors.score_of(actor=by, card=card, span=span, organisation=body, today=clock.today())
    assert score is not None
    return score.item("PRAISE").points


def test_the_body_above_enters_marks_and_the_unit_sees_them(
    loudi: Tree, card: Card, span: Span, clerk: Actor
) -> None:
    secretary = actor("secretary", "B1")
    entered(clerk, card, span, loudi["B1"])
    entered(clerk, card, span, loudi["B1"])

    assert praise(secretary, card, span, loudi["B1"]) == 5
    assert praise(clerk, card, span, loudi["B2"]) == 0
    assert AuditEntry.objects.filter(action="mark.enter", organisation="B1").count() == 2


def test_nobody_gives_marks_to_himself_or_elsewhere(loudi: Tree, card: Card, span: Span, clerk: Actor) -> None:
    for other in (actor("secretary", "B1"), actor("clerk", "B1"), actor("clerk", "C9")):
        with pytest.raises(NotAllowed, match="上级党组织的党务工作者录入"):
            entered(other, card, span, loudi["B1"])
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("where", "wrong", "said"),
    [
        ("B1", {"points": "4"}, "分值是 3，读到 4"),
        ("B1", {"points": "三"}, "不是分值"),
        ("B1", {"evidence": " "}, "写明依据：表彰文件的名称和文号"),
        ("B1", {"item": "SIZE"}, "这一项不是录入的"),
        ("G11", {}, "不按这张表计分"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(
    loudi: Tree, card: Card, span: Span, clerk: Actor, where: str, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        entered(clerk, card, span, loudi[where], **wrong)


def test_a_correction_and_a_withdrawal_keep_the_history(loudi: Tree, card: Card, span: Span, clerk: Actor) -> None:
    first = entered(clerk, card, span, loudi["B1"])
    second = services.mark_correct(actor=clerk, mark=first, points="3", evidence="市委通报〔2024〕2号")

    assert praise(clerk, card, span, loudi["B1"]) == 3
    with pytest.raises(Refused, match="已经更正过"):
        services.mark_withdraw(actor=clerk, mark=first, reason="填错了")
    services.mark_withdraw(actor=clerk, mark=second, reason="不是本支部的")
    assert praise(clerk, card, span, loudi["B1"]) == 0
    history = selectors.history_of(card, span, loudi["B1"])
    assert [row.evidence for row in history] == ["市委通报〔2024〕2号", "县委通报〔2024〕1号"]
    assert history[0].withdrawn_reason == "不是本支部的"


def test_stored_verdicts_give_the_same_points_as_judging_anew(
    loudi: Tree, card: Card, span: Span, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    Activity.objects.create(id="T1", organisation_id="G11", type="party_group_meeting", on=clock.today(), status="held")
    judge_all()
    wanted = {"actor": clerk, "card": card, "span": span, "top": loudi["C1"], "today": clock.today()}
    stored = selectors.scores_below(**wanted)
    from zhibu.domain.scoring.selectors import scores

    def anew(card: Card, span: Span, top: Organisation, today: dt.date, is_one: bool) -> object:
        book = scores.rulebook.rulebook()
        rules = scores.rules_of(book, card.directive, card.card)
        source = scores.whole_copy()
        return scores.judged_for(
            span, today, lambda window: scores.judge_rules(book, rules, source, window, scope={top.pk}))

    monkeypatch.setattr(scores, "_verdicts", anew)

    assert list(stored) == ["B1", "B2"]
    assert selectors.scores_below(**wanted) == stored
    assert stored["B1"].item("MEETING").counts


def test_a_past_period_is_kept_and_does_not_change_any_more(loudi: Tree, card: Card, clerk: Actor) -> None:
    today = clock.today()
    past = span_of("year", dt.date(today.year - 1, 6, 1))
    with pytest.raises(Refused, match="才满"):
        services.score_keep(actor=clerk, card=card, span=span_of("year", today), top=loudi["C1"])
    with pytest.raises(NotAllowed):
        services.score_keep(actor=actor("secretary", "B1"), card=card, span=past, top=loudi["C1"])

    assert services.score_keep(actor=clerk, card=card, span=past, top=loudi["C1"]) == 2
    before = selectors.score_of(actor=clerk, card=card, span=past, organisation=loudi["B1"], today=today)
    assert score_from(KeptScore.objects.get(organisation="B1")) == before
    entered(clerk, card, past, loudi["B1"])

    wanted = {"actor": clerk, "card": card, "span": past, "today": today}
    shown, kept = selectors.shown_of(**wanted, organisation=loudi["B1"], anew=False)
    now, _ = selectors.shown_of(**wanted, organisation=loudi["B1"], anew=True)
    assert shown == before
    assert kept is not None
    assert now is not None
    assert now.item("PRAISE").points == 3
    assert now.digest != kept.digest


def test_what_is_out_of_sight_is_not_there(loudi: Tree, card: Card, span: Span) -> None:
    stranger = actor("clerk", "C9")

    with pytest.raises(NotFound):
        selectors.score_of(actor=stranger, card=card, span=span, organisation=loudi["B1"], today=clock.today())
    with pytest.raises(NotFound):
        selectors.units_below(actor=stranger, card=card, span=span, top=loudi["C1"], today=clock.today())
