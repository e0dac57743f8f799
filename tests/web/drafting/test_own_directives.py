"""Own directives from the first page to their verdicts: list, head, files, import, publishing, parameters."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.web.drafting.browser import fields_of
from zhibu.domain.drafting.content import rules_in, with_rule
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_change
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook

NEW = {"owner": "C1", "id": "own-9", "title": "乙办法", "effective": "2024-01-01", "has": [], "do": "save"}


def test_an_empty_list_says_what_to_do(clerk: Client) -> None:
    text = clerk.get("/directives/own").content.decode()

    assert "还没有写过" in text
    assert "/directives/own/new" in text
    assert "本单位的制度" in clerk.get("/directives").content.decode()


@pytest.mark.parametrize("role", ["secretary", "leader", "member"])
def test_only_clerks_write(role: str, client_of: Callable[[str], Client], draft: DraftDirective) -> None:
    client = client_of(role)

    for address in ("", "/new", "/import"):
        assert client.get(f"/directives/own{address}").status_code == 403
    assert client.get(f"/directives/own/{draft.pk}").status_code == 404
    assert "/directives/own" not in client.get("/directives").content.decode()


def test_from_the_head_to_the_first_rule(clerk: Client) -> None:
    wrong = clerk.post("/directives/own/new", NEW | {"effective": "2024-02-30", "title": ""})
    text = wrong.content.decode()
    assert "读到“2024-02-30”，应为日期" in text
    assert "还没有填" in text

    made = clerk.post("/directives/own/new", NEW)

    draft = DraftDirective.objects.get()
    assert made["Location"] == f"/directives/own/{draft.pk}/rules"
    assert (draft.owner_id, draft.directive, draft.title) == ("C1", "own-9", "乙办法")
    kinds = clerk.get(made["Location"]).content.decode()
    assert "书记空缺最多 60 天" in kinds
    assert "own-9" in clerk.post("/directives/own/new", NEW).content.decode()  # taken


def test_a_draft_of_a_foreign_body_is_not_made(clerk: Client) -> None:
    assert "从列表里选一个" in clerk.post("/directives/own/new", NEW | {"owner": "C9"}).content.decode()
    assert not DraftDirective.objects.exists()


def test_parameters_are_added_in_the_head(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/head"
    fields = fields_of(clerk.get(address))
    fields = fields_of(clerk.post(address, {**fields, "do": "item:parameters"}))
    fields |= {"parameters.1.name": ["days"], "parameters.1.label": ["几天"], "parameters.1.value": ["5"]}

    assert clerk.post(address, {**fields, "do": "save"}).status_code == 302

    found = DraftDirective.objects.get().content["head"]["parameters"]
    assert [(one["name"], one["value"]) for one in found] == [("times", "1"), ("days", "5")]


def test_files_are_edited_with_lines_in_the_errors(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/files/articles.yaml"
    text = 'schema: 1\narticles:\n- {article: "1", gist: 学习, answer: [ruel], rules: [F-1]}\n'

    answer = clerk.post(address, {"text": text, "revision": "1"})

    assert "articles.yaml:3：读到“ruel”" in answer.content.decode()
    assert "最接近的是 rule" in answer.content.decode()
    assert clerk.post(address, {"text": text.replace("ruel", "rule"), "revision": "1"}).status_code == 302
    assert clerk.get(f"/directives/own/{draft.pk}/files/other.yaml").status_code == 404


def test_rules_are_moved_up_and_down(clerk: Client, draft: DraftDirective) -> None:
    first = rules_in(draft.content)[0]
    draft_change(
        actor=KEEPER, draft=draft, content=with_rule(draft.content, {**first, "id": "F-2"}), what="加"
    )
    page = clerk.get(f"/directives/own/{draft.pk}").content.decode()
    assert page.count('value="down"') == page.count('value="up"') == 1

    address = f"/directives/own/{draft.pk}/rules/F-2/move"
    assert clerk.post(address, {"to": "up", "revision": "1"}).status_code == 302
    assert [one["id"] for one in rules_in(DraftDirective.objects.get().content)] == ["F-1", "F-2"]
    clerk.post(address, {"to": "up", "revision": "2"})
    clerk.post(address, {"to": "up", "revision": "3"})  # it stays on top

    assert [one["id"] for one in rules_in(DraftDirective.objects.get().content)] == ["F-2", "F-1"]
    assert clerk.post(f"/directives/own/{draft.pk}/rules/X/move", {"to": "up"}).status_code == 404


def test_published_it_stands_in_the_library_and_can_be_adopted(clerk: Client, draft: DraftDirective) -> None:
    clerk.post(f"/directives/own/{draft.pk}/publish", {"note": "首次"})

    page = clerk.get("/directives/own-1").content.decode()
    assert "C1组织制定" in page
    assert "每月一次学习" in page
    data = {"organisation": "C1", "since": "2024-02-01", "confirm": "1"}
    assert clerk.post("/directives/own-1/activate", data).status_code == 200
    assert "首次" in clerk.get(f"/directives/own/{draft.pk}").content.decode()
    clerk.post(f"/directives/own/{draft.pk}/retire", {"until": "2030-01-01"})
    assert "已废止" in clerk.get("/directives/own").content.decode()


def test_out_and_in_again_as_a_draft_elsewhere(
    clerk: Client, draft: DraftDirective, client_of: Callable[[str], Client]
) -> None:
    pack = clerk.get(f"/directives/own/{draft.pk}/export")
    assert pack["Content-Type"] == "application/zip"
    upload: Any = SimpleUploadedFile("own-1.zip", pack.content)
    again = clerk.post("/directives/own/import", {"owner": "C1", "files": upload})
    assert "own-1 已经有一份" in again.content.decode()
    draft.delete()

    stranger = client_of("stranger")
    upload = SimpleUploadedFile("own-1.zip", io.BytesIO(pack.content).getvalue())
    assert stranger.post("/directives/own/import", {"owner": "C9", "files": upload}).status_code == 302

    assert DraftDirective.objects.get().owner_id == "C9"


def test_lists_come_as_workbooks(clerk: Client, draft: DraftDirective) -> None:
    for address in ("", f"/{draft.pk}"):
        answer = clerk.get(f"/directives/own{address}?format=xlsx")
        assert answer.content.startswith(b"PK")


def test_a_parameter_is_set_by_who_stands_above_all(clerk: Client, county: dict[str, Organisation]) -> None:
    address = "/directives/loudi-groups-2023/parameters"
    assert "由最上级组织的党务工作者" in clerk.get(address).content.decode()
    assert clerk.get(f"{address}/prompt_days").status_code == 403
    Organisation.objects.filter(pk="C9").update(parent_id="B9")  # now there is one topmost body

    assert "另设" in clerk.get(address).content.decode()
    wrong = clerk.post(f"{address}/prompt_days", {"value": "十天", "reason": "会议"}).content.decode()
    assert "“十天”不合用：应为不带小数的整数" in wrong
    assert clerk.post(f"{address}/prompt_days", {"value": "7", "reason": "会议定的"}).status_code == 302

    assert rulebook.directive_get("loudi-groups-2023").values["prompt_days"] == "7"
    page = clerk.get(address).content.decode()
    assert "本单位设定" in page
    assert "会议定的" in page
    assert "本单位设定" in clerk.get("/directives/loudi-groups-2023").content.decode()
    clerk.post(f"{address}/prompt_days/reset")
    assert rulebook.directive_get("loudi-groups-2023").values["prompt_days"] == "10"
