"""Pages of changes: a preview that writes nothing, a confirmation that writes all, the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.domain.establishment.conftest import get, home
from zhibu.domain.establishment import services
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.selectors import history
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import name_on
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock

ON = dt.date(2024, 6, 1)
PAPER = {"decided_by": "C1组织", "number": "青直发〔2024〕6号", "decided_on": "2024-05-30", "on": "2024.6.1"}


@pytest.fixture
def clerk(client_of: Callable[[str], Client]) -> Client:
    return client_of("clerk")


def test_a_branch_is_founded_after_a_preview(clerk: Client) -> None:
    given = PAPER | {"kind": "branch", "name": "气象局联合党支部", "form": "joint", "units": "青梧县气象局\n青梧县档案馆"}

    seen = clerk.post("/establishment/found/C1", given).content.decode()
    assert "会怎样" in seen
    assert "还没有写入" in seen
    assert not Organisation.objects.filter(name="气象局联合党支部").exists()
    clerk.post("/establishment/found/C1", given | {"confirm": "1"})
    made = Organisation.objects.get(name="气象局联合党支部")
    done = clerk.get(f"/establishment/change/{Change.objects.get().pk}").content.decode()
    assert "组织变动已登记" in done
    assert "气象局联合党支部" in done
    assert [unit.name for unit in made.units.all()] == ["青梧县气象局", "青梧县档案馆"]


def test_what_is_missing_is_told_and_nothing_is_lost(clerk: Client) -> None:
    said = clerk.post("/establishment/rename/B1", {"name": "新名", "on": "哪天", "number": ""}).content.decode()

    assert "还没有填文号" in said
    assert "不是日期" in said
    assert 'value="新名"' in said
    assert name_on(get("B1"), ON) == "B1组织"


def test_dissolving_shows_whom_it_concerns_and_what_the_rules_say(clerk: Client) -> None:
    Adoption.objects.create(organisation_id="C1", directive="branch-regulations-2018", since=dt.date(2022, 1, 1))
    given = PAPER | {"to": "B2"}

    seen = clerk.post("/establishment/dissolve/B1", given).content.decode()
    for words in ("党员转出", "党小组撤销", "任职结束", "G11组织"):
        assert words in seen
    split = clerk.post("/establishment/split/B1", PAPER | {"name1": "分出的支部", "go-M3": "1"}).content.decode()
    assert "正式党员 1 人，要不少于 3 人" in split
    clerk.post("/establishment/dissolve/B1", given | {"confirm": "1"})
    assert home("M1", ON) == [("branch", "B2")]


def test_members_can_go_elsewhere_one_by_one(clerk: Client) -> None:
    clerk.post("/establishment/split/B1", PAPER | {"name1": "二支部", "go-M3": "1", "go-G11": "", "confirm": "1"})

    made = Organisation.objects.get(name="二支部")
    assert home("M3", ON) == [("branch", made.pk)]
    assert home("M1", ON)[0] == ("branch", "B1")


def test_a_change_is_taken_back_on_its_page(clerk: Client) -> None:
    clerk.post("/establishment/merge/B1", PAPER | {"into": "B2", "confirm": "1"})
    change = Change.objects.get()

    page = clerk.get(f"/establishment/change/{change.pk}").content.decode()
    assert "撤回这次变动" in page
    assert "还没有写原因" in clerk.post(f"/establishment/change/{change.pk}/undo", {}).content.decode()
    clerk.post(f"/establishment/change/{change.pk}/undo", {"reason": "没有批准"})
    assert home("M1", ON) == [("branch", "B1"), ("party_group", "G11")]
    history = clerk.get("/establishment/history/B1").content.decode()
    assert "已撤回：没有批准" in history
    assert clerk.get("/establishment/history/B1?format=xlsx")["Content-Type"].startswith("application/vnd")


@pytest.mark.parametrize("who", ["secretary", "leader", "member", "stranger"])
def test_who_may_not_change_the_tree_gets_no_form(client_of: Callable[[str], Client], who: str) -> None:
    for deed in ("found", "rename", "move", "merge", "split", "dissolve"):
        place = "C1" if deed == "found" else "B1"
        assert client_of(who).get(f"/establishment/{deed}/{place}").status_code in (403, 404)


def test_whoever_founds_a_special_branch_reads_what_is_said_of_it(clerk: Client) -> None:
    given = PAPER | {"kind": "branch", "name": "抗洪临时党支部", "form": "temporary"}
    said = clerk.post("/establishment/found/C1", given).content.decode()
    for what in ("发展党员", "处分、处置党员", "收党费", "选党代表", "换届"):
        assert what in said
    assert "没有登记执行它" in said

    Adoption.objects.create(organisation_id="C1", directive="branch-regulations-2018", since=dt.date(2022, 1, 1))
    six = "\n".join(f"第{n}家公司" for n in range(6))
    joint = clerk.post("/establishment/found/C1", given | {"form": "joint", "units": six}).content.decode()
    assert "写了 6 个单位，要不多于 5 个" in joint
    assert "没有登记执行它" not in joint


def test_a_preview_refuses_what_confirming_would_refuse(clerk: Client) -> None:
    late = PAPER | {"name": "新名", "short_name": "新名", "kind": "branch", "decided_on": "2024-06-02"}

    seen = clerk.post("/establishment/rename/B1", late).content.decode()

    assert "不能在决定以前生效" in seen
    assert 'name="confirm"' not in seen
    sound = clerk.post("/establishment/rename/B1", late | {"decided_on": "2024-06-01"}).content.decode()
    assert 'name="confirm"' in sound
    assert not Change.objects.exists()
    assert name_on(get("B1"), ON) == "B1组织"


def test_a_planned_split_names_what_will_be_there(clerk: Client) -> None:
    day = (clock.today() + dt.timedelta(days=9)).isoformat()
    paper = PAPER | {"decided_on": clock.today().isoformat(), "on": day, "name1": "分出的支部", "go-M3": "1"}

    clerk.post("/establishment/split/B1", paper | {"confirm": "1"})

    said = clerk.get(f"/establishment/change/{Change.objects.get().pk}").content.decode()
    assert "分出分出的支部，党员 1 人" in said
    assert "分出分出的支部" in clerk.get("/establishment/history/B1").content.decode()


def test_the_history_says_where_a_body_was_moved(county: dict[str, Organisation]) -> None:
    decision = Decision(ON, "C1", "8号", ON)
    change = services.organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=decision)
    assert history.change_words(change) == "：改到C9组织下面"
