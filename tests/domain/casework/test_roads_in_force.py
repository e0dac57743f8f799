"""Which roads an organisation may take follows the directives in force and the readings decided."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.casework.selectors import roads
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption, Interpretation

DAY = dt.date(2024, 5, 1)
Tree = dict[str, Organisation]
LOUDI, COUNTY, COURSE, NATIONAL = (
    "loudi-groups-2023", "county-groups-2017", "groups-course", "branch-regulations-2018",
)  # fmt: skip


def adopt(*directives: str, place: str = "C1", since: dt.date = dt.date(2023, 8, 1)) -> None:
    for directive in directives:
        Adoption.objects.create(organisation_id=place, directive=directive, since=since)


def demanded(tree: Tree, procedure: str = "leader_selection") -> dict[str, dict[str, str]]:
    """Road -> the steps it demands, with their strength."""
    return {
        road.key: {step.code: step.strength for step in road.steps if step.strength in ("must", "usual")}
        for road in roads(tree["B1"], procedure, DAY)
    }


def test_under_the_loudi_opinions_the_branch_chooses_to_designate_or_to_take_a_recommendation(tree: Tree) -> None:
    adopt(LOUDI)

    assert demanded(tree) == {
        f"{LOUDI}/DESIGNATED": {"appointment": "must", "filing": "usual"},
        f"{LOUDI}/RECOMMENDED": {"nomination": "must", "appointment": "must", "filing": "usual"},
    }


def test_under_the_county_opinions_the_steps_run_through_review_to_filing(tree: Tree) -> None:
    adopt(COUNTY)
    (road,) = roads(tree["B1"], "leader_selection", DAY)

    order = [step.code for step in road.steps if step.strength == "must"]
    assert order == ["nomination", "leader_vote", "vetting", "appointment", "review", "filing"]
    assert road.manner == "elected"
    assert road.effects == ("review",)  # who is not yet reviewed does not lead yet


def test_under_the_course_the_group_elects(tree: Tree) -> None:
    adopt(COURSE)
    (road,) = roads(tree["B1"], "leader_selection", DAY)

    assert road.manner == "elected"
    assert road.step("leader_vote").ballot == "group_leader"  # type: ignore[union-attr]  # it is there
    assert road.effects == ("leader_vote",)


def test_together_the_stricter_holds_and_the_difference_names_both_texts(tree: Tree) -> None:
    adopt(NATIONAL, COUNTY)
    (road,) = roads(tree["B1"], "leader_selection", DAY)

    review = road.step("review")
    assert review is not None
    assert review.strength == "must"
    assert review.differs
    assert [(one.directive, one.article) for one in review.asked] == [(COUNTY, "二(二)")]
    assert review.silent == ("中国共产党支部工作条例（试行）",)


def test_an_interpretation_decides_which_text_lays_down_the_road(tree: Tree) -> None:
    adopt(LOUDI, COUNTY)
    assert list(demanded(tree)) == [f"{COUNTY}/FOUR-STEPS"]

    Interpretation.objects.create(
        organisation=tree["C1"], matter="c01", directive=LOUDI, reading="按市里的办", reason="市里的在后",
        decided_by="C1", since=dt.date(2024, 1, 1),
    )

    assert list(demanded(tree)) == [f"{LOUDI}/DESIGNATED", f"{LOUDI}/RECOMMENDED"]


def test_where_nothing_is_in_force_the_procedure_alone_gives_the_steps(tree: Tree) -> None:
    (road,) = roads(tree["B1"], "leader_selection", DAY)

    assert road.key == ""
    assert {step.code: step.strength for step in road.steps} == {
        "nomination": "may", "leader_vote": "may", "vetting": "may", "appointment": "usual", "review": "may",
        "filing": "may",
    }  # fmt: skip


def test_a_directive_binds_from_its_day_below_who_adopted_it_and_nowhere_else(tree: Tree) -> None:
    adopt(LOUDI, since=dt.date(2024, 6, 1))
    adopt(COUNTY, place="C9")

    assert list(demanded(tree)) == [""]
    assert len(roads(tree["B1"], "leader_selection", dt.date(2024, 6, 1))) == 2
