"""Trying a change before it is made: who would miss what, the burden, and nothing written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.apps import apps
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.web.conftest import DIRECTIVE
from tests.web.pieces import read
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.planning import selectors
from zhibu.domain.planning.selectors import trials
from zhibu.domain.rulebook.selectors import directive_get
from zhibu.kernel import clock

ClientOf = Callable[[str], Client]
OTHER = "county-groups-2017"
YEAR = clock.today().replace(month=1, day=1).isoformat()


def everything() -> dict[str, str]:
    """A digest of the rows of every table of the rooms."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("zhibu."):
            rows = repr(sorted(map(repr, model._default_manager.values_list())))
            found[model.__name__] = hashlib.sha256(rows.encode()).hexdigest()
    return found


def tried(client: Client, directive: str, **more: str) -> str:
    data = {"what": "adopt", "organisation": "C1", "since": YEAR, **more}
    answer = client.post(f"/trials/directives/{directive}", data)
    assert answer.status_code == 200
    return read(answer)


def test_adopting_is_tried_and_nothing_is_written(client_of: ClientOf) -> None:
    client = client_of("clerk")
    before = everything()
    text = tried(client, OTHER)

    assert "新出现没做到" in text
    assert "一年的负担" in text
    assert everything() == before


def test_a_trial_tells_how_far_it_is_before_it_has_a_result(client_of: ClientOf) -> None:
    data = {"what": "adopt", "organisation": "C1", "since": YEAR}
    answer = client_of("clerk").post(f"/trials/directives/{OTHER}", data)
    pieces = [piece.decode() for piece in answer.streaming_content]
    steps = [n for n, piece in enumerate(pieces) if "第 " in piece and piece.startswith("<li>")]
    result = next(n for n, piece in enumerate(pieces) if "新出现没做到" in piece)

    assert len(steps) == 5
    assert "取出要算的数据" in "".join(pieces[: steps[0]])
    assert max(steps) < result
    assert "</html>" in pieces[-1]


def test_what_would_be_missed_names_the_demand_and_its_periods(client_of: ClientOf) -> None:
    text = tried(client_of("clerk"), OTHER)
    missed = text[text.index("谁会没做到什么"):]
    sentences = {rule.spec.sentence for rule in directive_get(OTHER).rules}

    assert any(sentence in missed for sentence in sentences)
    assert re.search(r"<b>\d+ 期</b>：[^<]*(月|季度)", missed)


def test_a_failure_on_the_way_leaves_a_whole_page(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr("zhibu.domain.planning.selectors.trials.what_if", broken)
    text = tried(client_of("clerk"), OTHER)

    assert "没有算成" in text
    assert "disk" not in text
    assert "</html>" in text


def test_the_workbook_of_a_trial_shown_is_not_worked_out_again(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("clerk")
    tried(client, OTHER)

    def broken(*_: object) -> None:
        raise RuntimeError("again")

    monkeypatch.setattr("zhibu.domain.planning.selectors.trials.what_if", broken)
    data = {"what": "adopt", "organisation": "C1", "since": YEAR, "xlsx": "1"}
    answer = client.post(f"/trials/directives/{OTHER}", data)
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))

    assert any("新出现没做到" in str(row) for row in rows)
    with pytest.raises(RuntimeError):  # another day was not tried yet
        client.post(f"/trials/directives/{OTHER}", {**data, "since": "2024-01-01"})


def test_ending_one_that_is_not_in_force_here_is_told(client_of: ClientOf) -> None:
    text = tried(client_of("clerk"), OTHER, what="retire")

    assert "在这个组织执行的制度" in text


def test_ending_one_lets_its_verdicts_go(client_of: ClientOf) -> None:
    assert "不再判断" in tried(client_of("clerk"), DIRECTIVE, what="retire")


def test_other_rules_are_tried_as_text(client_of: ClientOf) -> None:
    rules = (Path(directive_get(DIRECTIVE).folder or ".") / "rules.yaml").read_text("utf-8")
    client = client_of("clerk")

    assert "不会变" in tried(client, DIRECTIVE, what="rules", rules=rules)
    assert "kind" in tried(client, DIRECTIVE, what="rules", rules=rules.replace("kind: ", "kynd: ", 1))
    assert "还没有填" in tried(client, DIRECTIVE, what="rules", rules="")


@pytest.mark.django_db
def test_another_value_of_a_parameter_is_tried() -> None:
    head = directive_get(OTHER).head
    assert head.parameters
    name = head.parameters[0].name
    book = selectors.book_with_value(OTHER, name, directive_get(OTHER).values[name])

    assert book.directives[OTHER].values == directive_get(OTHER).values
    assert book.directives[OTHER] is not directive_get(OTHER)


def test_all_that_turns_comes_as_a_workbook(client_of: ClientOf) -> None:
    data = {"what": "adopt", "organisation": "C1", "since": YEAR, "xlsx": "1"}
    answer = client_of("clerk").post(f"/trials/directives/{OTHER}", data)
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)

    assert rows[1][0] == "变化"
    assert "新出现没做到" in {row[0] for row in rows}
    assert str(Organisation.objects.get(pk="B1")) in {row[2] for row in rows}


def test_the_burden_of_a_branch_counts_a_year(client_of: ClientOf) -> None:
    client = client_of("secretary")
    text = client.get("/burden/organisations/B1").content.decode()
    body, found = selectors.burden_of(actor=KEEPER, key="B1", since=clock.today().replace(month=1, day=1))

    assert body.pk == "B1"
    assert found.totals["meeting"] > 0
    assert f'会议、活动（场） <b class="song">{found.totals["meeting"]}</b>' in text
    assert client.get("/burden/organisations/B1?format=xlsx").status_code == 200


def test_a_member_does_not_try(client_of: ClientOf) -> None:
    assert client_of("member").get(f"/trials/directives/{DIRECTIVE}").status_code == 403


def test_a_trial_too_great_for_the_site_is_refused_with_the_reason(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "MOST_JUDGED", 10)
    data = {"what": "adopt", "organisation": "C1", "since": YEAR}
    text = client_of("clerk").post(f"/trials/directives/{OTHER}", data).content.decode()

    assert "这次试算太大：" in text
    assert "选一个下级组织来试" in text
