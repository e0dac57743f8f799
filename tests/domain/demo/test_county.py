"""The invented county without a database: its size, its soundness, its irregularities."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from zhibu.domain.demo.county import Rows, bundle_rows, county
from zhibu.domain.demo.places import ORGANS, TOWN, TOWN_ORGAN
from zhibu.facts.bundle import Bundle

ON = dt.date(2026, 11, 22)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.fixture(scope="module")
def rows() -> Rows:
    return county(ON)


def test_it_is_as_large_as_a_county(rows: Rows) -> None:
    kinds = Counter(row["kind"] for row in rows["organisations"])
    assert 480 <= kinds["branch"] <= 530
    assert 1400 <= kinds["party_group"] <= 1600
    assert 7500 <= len(rows["members"]) <= 8500
    assert kinds["general_branch"] > 20
    assert len({row["sector"] for row in rows["organisations"] if row["kind"] == "branch"}) == 7


def test_ids_are_given_once(rows: Rows) -> None:
    for table in ("organisations", "members", "posts", "activities", "papers"):
        ids = [row["id"] for row in rows[table]]
        assert len(ids) == len(set(ids)), table


def test_people_are_invented_and_their_numbers_right(rows: Rows) -> None:
    for row in rows["members"]:
        number = row["id_number"]
        assert number.startswith("999999")
        assert number[6:14] == f"{row['birth']:%Y%m%d}"
        total = sum(int(d) * w for d, w in zip(number[:17], WEIGHTS, strict=True))
        assert number[17] == "10X98765432"[total % 11]
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "男")
        assert row["phone"].startswith("154")
        assert len(row["phone"]) == 11
    for column in ("id_number", "phone"):
        assert len({row[column] for row in rows["members"]}) == len(rows["members"])


def test_rare_and_long_names_are_among_them(rows: Rows) -> None:
    names = "".join(row["name"] for row in rows["members"])
    assert "·" in names
    assert any(ord(character) > 0xFFFF for character in names)
    assert any("欧阳" in row["name"] for row in rows["members"])


def test_nothing_is_done_in_the_future(rows: Rows) -> None:
    for row in rows["activities"]:
        assert (row["on"] <= ON) == (row["status"] == "held")
        for column in ("recorded_on", "reported_on", "notice_on", "consulted_on", "approved_on"):
            assert row.get(column, ON) <= ON
    for table, column in (("papers", "on"), ("dues", "paid_on"), ("states", "since")):
        assert all(row.get(column, ON) <= ON for row in rows[table])


def test_over_a_year_has_passed_and_some_is_planned(rows: Rows) -> None:
    days = [row["on"] for row in rows["activities"]]
    assert min(days) < dt.date(2025, 11, 1)
    assert max(days) > ON


def test_life_is_not_perfect(rows: Rows) -> None:
    now = [row for row in rows["memberships"] if "until" not in row]
    sizes = Counter(row["organisation"] for row in now)
    groups = {row["id"] for row in rows["organisations"] if row["kind"] == "party_group"}
    assert any(sizes[group] == 2 for group in groups)
    branches = {row["id"] for row in rows["organisations"] if row["kind"] == "branch"}
    held = [row for row in rows["posts"] if row["post"] == "secretary" and "until" not in row]
    assert 1 <= len(branches - {row["organisation"] for row in held}) <= 15
    assert {row["state"] for row in rows["states"]} == {"lost", "floating", "stopped"}
    assert sum("full_since" not in row for row in rows["members"]) > 50
    leaders = {
        r["member"] for r in rows["posts"] if r["post"] == "group_leader" and "until" not in r
    }
    punished = {r["member"] for r in rows["penalties"] if r["kind"] == "probation_within_party"}
    assert leaders & punished
    assert any("left" in row for row in rows["members"])
    assert any("dissolved" in row for row in rows["organisations"])


def test_directives_are_adopted_and_overlap(rows: Rows) -> None:
    found = {(row["organisation"], row["directive"]) for row in rows["adoptions"]}
    assert found == {
        (ORGANS, "loudi-groups-2023"),
        (TOWN_ORGAN, "loudi-groups-2023"),
        (TOWN, "town-life-2020"),
    }


@pytest.mark.parametrize(
    "on", [ON, dt.date(2027, 2, 28), dt.date(2024, 1, 1), dt.date(2028, 2, 29)]
)
def test_the_same_seed_and_day_give_a_sound_bundle_again(on: dt.date) -> None:
    first = bundle_rows(on, seed=4, within=TOWN)
    assert first == bundle_rows(on, seed=4, within=TOWN)
    bundle = Bundle.from_rows(first)  # refuses whatever the exchange form does not allow
    assert bundle.count("activities") == len(first["activities"])


def test_another_seed_gives_another_county() -> None:
    assert bundle_rows(ON, seed=1, within=TOWN) != bundle_rows(ON, seed=2, within=TOWN)
