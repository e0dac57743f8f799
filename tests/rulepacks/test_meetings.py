"""What directives demand beforehand (`meetings.yaml`) and what their rules judge afterwards are held together."""

from __future__ import annotations

from collections.abc import Iterator

from zhibu.engine import Rulebook
from zhibu.engine.comparing.meetings import demands_of, topics_of
from zhibu.engine.language.activity_types import STEP_COLUMNS
from zhibu.engine.language.meetings import MeetingDemand
from zhibu.engine.language.rulebook import Directive, Rule

STEP_OF = {column: step for step, column in STEP_COLUMNS.items()}


def asked(rule: Rule) -> list[tuple[str, str]]:
    """What a rule on records, notices or hosts asks of an activity, in the words of `meetings.yaml`."""
    spec = rule.spec
    if spec.kind == "record" and getattr(spec, "types", None):
        columns = [("step", STEP_OF[c]) if c in STEP_OF else ("field", c) for c in spec.columns]
        return columns + [("paper", paper) for paper in spec.papers]
    if spec.kind == "notice":
        return [("step", "notify"), *(("field", column) for column in spec.with_)]
    if spec.kind == "attendance" and getattr(spec, "host_post", None):
        return [("chair", " ".join(spec.host_post))]
    return []


def judged(directive: Directive) -> Iterator[tuple[Rule, str, str, tuple[str, str]]]:
    for rule in directive.rules:
        kinds = rule.spec.when.kind or ("",) if rule.spec.when else ("",)
        for wanted in asked(rule):
            yield from ((rule, type, kind, wanted) for type in rule.spec.types for kind in kinds)


def said(directive: Directive, type: str, kind: str, wanted: tuple[str, str]) -> list[MeetingDemand]:
    return [one for one in directive.meetings if one.concerns(type, kind) and one.says == wanted]


def test_whatever_a_rule_judges_of_an_activity_is_demanded_beforehand(rulebook: Rulebook) -> None:
    silent = [(directive.id, rule.id, type, kind, wanted)
              for directive in rulebook.directives.values()
              for rule, type, kind, wanted in judged(directive)
              if not any(rule.id in one.rules or one.strength == rule.spec.strength
                         for one in said(directive, type, kind, wanted))]

    assert not silent


def test_a_demand_is_as_strong_as_the_rule_it_names_and_gives_the_same_days(rulebook: Rulebook) -> None:
    checked, apart = 0, []
    for directive in rulebook.directives.values():
        for rule, type, kind, wanted in judged(directive):
            for one in said(directive, type, kind, wanted):
                if rule.id not in one.rules:
                    continue
                checked += 1
                timely = wanted[0] in ("field", "chair") or days(one) == days(rule.spec)
                if (one.strength, one.article) != (rule.spec.strength, rule.spec.article) or not timely:
                    apart.append((directive.id, rule.id, one.says, days(one), days(rule.spec)))

    assert checked > 40
    assert not apart


def days(one: object) -> tuple[int | None, ...]:
    """Least and most days before, days after; of a rule by its own keys. Within 0 days is: not after the day."""
    if isinstance(one, MeetingDemand):
        return (one.before, one.earliest, one.within)
    if getattr(one, "kind", "") == "notice":
        return (getattr(one, "at_least", None), getattr(one, "at_most", None), None)
    within = getattr(one, "within", None)
    if within is None:
        return (None, None, None)
    return (0, None, None) if within.days == 0 else (None, None, within.days)


def test_a_rule_that_a_demand_names_judges_just_that(rulebook: Rulebook) -> None:
    rules = {(directive.id, rule.id): asked(rule) for directive in rulebook.directives.values()
             for rule in directive.rules}
    apart = [(directive.id, name, one.says) for directive in rulebook.directives.values()
             for one in directive.meetings for name in one.rules if one.says not in rules[directive.id, name]]

    assert not apart


def test_a_group_never_decides_wherever_somebody_speaks_of_it(rulebook: Rulebook) -> None:
    wrong = [one for directive in rulebook.directives.values() for one in directive.meetings
             if one.concerns("party_group_meeting", "party_group")
             and one.says in (("conduct", "decides"), ("minutes", "resolutions"))]

    assert not wrong
    kind = rulebook.activity_types["party_group_meeting"]
    assert not any(field.kind == "resolutions" for field in kind.minutes)


def test_the_course_brings_a_topic_for_each_month_of_a_group(rulebook: Rulebook) -> None:
    course = [rulebook.directives["groups-course"]]
    for month in range(1, 13):
        found = topics_of("party_group_meeting", "party_group", month, course)
        assert [one.topic.months for one in found].count((month,)) == 1
        assert len([one for one in found if not one.topic.months]) == 6
    march = topics_of("party_group_meeting", "party_group", 3, course)[0].topic
    assert (march.conduct, march.article) == ("opinions_only", "p.12-13")


def test_demands_of_several_directives_stand_side_by_side_the_strictest_first(rulebook: Rulebook) -> None:
    both = [rulebook.directives[key] for key in ("county-groups-2017", "loudi-groups-2023", "groups-course")]
    kind = rulebook.activity_types["party_group_meeting"]

    found = demands_of(kind, "party_group", both, {"minutes": "会议记录"})

    notify = found.step("notify")
    assert notify is not None
    assert (notify.before, notify.binding) == (1, True)
    assert {one.directive for one in notify.citations} == {"loudi-groups-2023", "groups-course"}
    check = found.step("check")
    assert check is not None
    assert [one.article for one in check.citations] == ["p.15 会后"]
    report = found.step("report")
    assert report is not None
    assert report.within == 10
    assert [one.code for one in found.steps] == list(kind.life)
    assert found.goes("opinions_only") is not None
    assert found.goes("decides") is None
    assert [field.code for field in kind.minutes if found.asked_of(field)] == [
        "agenda", "contents", "opinions", "summary"]
    paper = found.paper("minutes")
    assert paper is not None
    assert not paper.citations
    assert paper.label == "会议记录"


def test_every_type_has_a_life_and_its_words_are_known(rulebook: Rulebook) -> None:
    for kind in rulebook.activity_types.values():
        assert "hold" in kind.life
        assert kind.is_written or kind.minutes, kind.code
        assert all(field.label for field in kind.minutes), kind.code
        assert set(kind.papers) <= set(rulebook.paper_kinds), kind.code
