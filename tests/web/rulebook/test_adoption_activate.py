"""Putting a directive in force: choose, look at what it adds, confirm; and end it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.pieces import read
from zhibu.domain.compliance.models import Touched, Verdict
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock

PATH = "/directives/town-life-2020/activate"
TOWN = {"organisation": "B1", "since": "2024.1.1", "note": "会议决定"}


def test_adoption_activate_shows_first_and_writes_after_confirming(
    client_of: Callable[[str], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    client = client_of("clerk")
    preview = read(client.post(PATH, TOWN))
    assert preview.index("核查规则") < preview.index("会多出这些结论") < preview.index("确认执行")
    assert "</html>" in preview
    assert Adoption.objects.filter(directive="town-life-2020").count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(PATH, TOWN | {"confirm": "1"})

    assert answer.status_code == 200
    assert Adoption.objects.get(directive="town-life-2020").note == "会议决定"
    assert Verdict.objects.filter(directive="town-life-2020", line="B1").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"since": "昨天"}, "不是日期"),
        ({"since": ""}, "还没有填日期"),
        ({"organisation": ""}, "还没有选组织"),
        ({"organisation": "B9"}, "不在你的管理范围里"),
        ({"since": "2019-01-01", "confirm": "1"}, "自 2020-11-10 起施行"),
    ],
)
def test_adoption_activate_says_what_is_wrong(
    client_of: Callable[[str], Client], change: dict[str, str], words: str
) -> None:
    page = read(client_of("clerk").post(PATH, TOWN | change))

    assert words in page
    assert Adoption.objects.filter(directive="town-life-2020").count() == 0


@pytest.mark.django_db(transaction=True)
def test_confirming_tells_how_far_the_judging_is(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    page = read(client.post(PATH, TOWN | {"confirm": "1"}))

    assert page.index("已经写入") < page.index("核查规则") < page.rindex("算好了")
    assert 'content="0;url=/directives/town-life-2020"' in page
    assert Verdict.objects.filter(directive="town-life-2020", line="B1").exists()
    assert "起执行《" in client.get("/directives/town-life-2020").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_judging_that_fails_is_left_to_the_worker(
    client_of: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("disk")

    client = client_of("clerk")
    monkeypatch.setattr("zhibu.domain.compliance.services.touching.judge_some", broken)
    monkeypatch.setattr("zhibu.domain.compliance.services.touching.judge_all", broken)
    page = read(client.post(PATH, TOWN | {"confirm": "1"}))

    assert "后台过一会儿再算" in page
    assert "disk" not in page
    assert Adoption.objects.filter(directive="town-life-2020").exists()
    assert Touched.objects.exists()


def test_only_a_clerk_is_offered_it(client_of: Callable[[str], Client]) -> None:
    offers = {
        role: PATH in client_of(role).get("/directives/town-life-2020").content.decode()
        for role in ("clerk", "secretary", "leader", "member")
    }

    assert offers == {"clerk": True, "secretary": False, "leader": False, "member": False}
    for role in ("secretary", "leader", "member"):
        assert client_of(role).get(PATH).status_code == 403


@pytest.mark.parametrize("role", ["secretary", "leader", "member"])
def test_what_binds_the_own_branch_from_above_is_told(
    client_of: Callable[[str], Client], role: str
) -> None:
    for path in ("/directives", "/directives/loudi-groups-2023"):
        assert " 起" in client_of(role).get(path).content.decode()


def test_adoption_retire_works(client_of: Callable[[str], Client]) -> None:
    adoption = Adoption.objects.get(organisation="C1")
    path = f"/adoptions/{adoption.pk}/retire"
    client = client_of("clerk")
    assert "晚于" in client.post(path, {"until": "2020-01-01"}).content.decode()

    answer = client.post(path, {"until": clock.today().isoformat()})

    adoption.refresh_from_db()
    assert (answer.status_code, adoption.until) == (302, clock.today())


def test_adoption_withdraw_takes_back_what_was_a_mistake(
    client_of: Callable[[str], Client],
) -> None:
    adoption = Adoption.objects.get(organisation="C1")
    path = f"/adoptions/{adoption.pk}/withdraw"
    assert client_of("secretary").post(path).status_code == 404
    assert client_of("clerk").get(path).status_code == 405

    answer = client_of("clerk").post(path)

    assert answer.status_code == 302
    assert not Adoption.objects.filter(pk=adoption.pk).exists()


def test_a_secretary_may_not_end_what_the_committee_put_in_force(
    client_of: Callable[[str], Client],
) -> None:
    adoption = Adoption.objects.get(organisation="C1")

    assert (
        client_of("secretary")
        .post(f"/adoptions/{adoption.pk}/retire", {"until": "2026-01-01"})
        .status_code
        == 404
    )


def test_directive_list_and_page_export(client_of: Callable[[str], Client]) -> None:
    client = client_of("clerk")
    for path in ("/directives", "/directives/loudi-groups-2023"):
        assert client.get(path).status_code == 200
        answer = client.get(f"{path}?format=xlsx")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_every_article_of_a_directive_is_shown(client_of: Callable[[str], Client]) -> None:
    page = client_of("member").get("/directives/loudi-groups-2023").content.decode()

    assert page.count('<tr id="a-') == 16
