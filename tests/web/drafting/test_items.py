"""Articles, cases and scorecards of a draft are written in forms, without scripts; what is deleted comes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.drafting.browser import Fields, fields_of
from zhibu.domain.drafting.models import DraftDirective

WRONG_DAY = "2024-03-32"


def lists(draft: DraftDirective, name: str, more: str = "") -> str:
    return f"/directives/own/{draft.pk}/lists/{name}{more}"


def content(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DraftDirective.objects.get().content.get(name, [])
    return found


def sent(client: Client, address: str, fields: Fields, do: str) -> Any:
    return client.post(address, {**fields, "do": do})


def test_articles_are_added_renamed_moved_and_taken_out(clerk: Client, draft: DraftDirective) -> None:
    for article in ("3", "2"):
        new = fields_of(clerk.get(lists(draft, "articles", "/new"))) | {"article": [article], "gist": ["要点"]}
        assert sent(clerk, lists(draft, "articles", "/new"), new, "save").status_code == 302
    assert [one["article"] for one in content("articles")] == ["1", "2", "3"]

    first = lists(draft, "articles", "/1")
    assert sent(clerk, first, fields_of(clerk.get(first)) | {"article": ["5"]}, "save").status_code == 302
    assert content("articles")[0] | {"gist": ""} == {"article": "5", "gist": "", "answer": ["rule"], "rules": ["F-1"]}
    assert content("rules")[0]["article"] == "5"

    clerk.post(lists(draft, "articles", "/1/move"), {"to": "down"})
    assert [one["article"] for one in content("articles")] == ["2", "5", "3"]
    clerk.post(lists(draft, "articles", "/3/remove"))
    assert [one["article"] for one in content("articles")] == ["2", "5"]


def test_what_was_deleted_is_brought_back_by_one_button(clerk: Client, draft: DraftDirective) -> None:
    new = {"article": ["2"], "gist": ["另有规定"], "answer": ["judgement"], "has": ["answer"]}
    sent(clerk, lists(draft, "articles", "/new"), new, "save")
    assert "撤销删除" not in clerk.get(lists(draft, "articles")).content.decode()

    clerk.post(lists(draft, "articles", "/2/remove"))

    text = clerk.get(lists(draft, "articles")).content.decode()
    number = text.rpartition("撤销删除")[0].rpartition('name="number" value="')[2].partition('"')[0]
    clerk.post(f"/directives/own/{draft.pk}/restore", {"number": number})
    assert [one["gist"] for one in content("articles")] == ["每月学习", "另有规定"]


def test_an_article_with_rules_stays_and_says_why(clerk: Client, draft: DraftDirective) -> None:
    answer = clerk.post(lists(draft, "articles", "/1/remove"), follow=True)

    assert "还有规则 F-1" in answer.content.decode()
    assert len(content("articles")) == 1


@pytest.mark.parametrize(("article", "said"), [("", "还没有填"), ("1", "每个条款只写一次")])
def test_a_wrong_article_is_told_and_kept_as_typed(
    clerk: Client, draft: DraftDirective, article: str, said: str
) -> None:
    new = {"article": [article], "gist": ["打了一半的话"], "answer": ["rule"], "has": ["answer"]}
    text = sent(clerk, lists(draft, "articles", "/new"), new, "save").content.decode()

    assert said in text
    assert "打了一半的话" in text
    assert len(content("articles")) == 1


def case_fields(clerk: Client, draft: DraftDirective) -> Fields:
    """A case begun for the rule: a branch that studied in January, looked at until February."""
    fields = fields_of(clerk.get(lists(draft, "cases", "/new?rule=F-1")))
    return fields | {
        "name": ["二月没有学习"], "as_of": ["2024年2月29日"], "t.activities.0.id": ["A1"],
        "t.activities.0.organisation": ["B1"], "t.activities.0.type": ["study"],
        "t.activities.0.on": ["2024.1.10"], "t.activities.0.status": ["held"],
    }  # fmt: skip


def test_a_case_is_run_at_once_and_its_verdicts_become_what_is_expected(
    clerk: Client, draft: DraftDirective
) -> None:
    address = lists(draft, "cases", "/new")
    ran = sent(clerk, address, case_fields(clerk, draft), "run")
    assert "实际 0 次" in ran.content.decode()
    assert content("cases") == []

    adopted = sent(clerk, address, fields_of(ran) | {"right": ["0", "1"]}, "adopt")
    assert "同写的一样" in adopted.content.decode()
    assert sent(clerk, address, fields_of(adopted), "save").status_code == 302

    case = content("cases")[0]
    assert (case["as_of"], case["given"]["activities"][0]["on"]) == ("2024-02-29", "2024-01-10")
    assert [(one["period_start"], one["status"]) for one in case["expect"]] == [
        ("2024-01-01", "met"), ("2024-02-01", "unmet")]  # fmt: skip
    assert "同写的一样" in clerk.post(lists(draft, "cases")).content.decode()


def test_a_case_that_comes_out_otherwise_says_what(clerk: Client, draft: DraftDirective) -> None:
    fields = case_fields(clerk, draft) | {
        "expect.0.period_start": ["2024-02-01"], "expect.0.status": ["met"]}  # fmt: skip
    text = sent(clerk, lists(draft, "cases", "/new"), fields, "run").content.decode()

    assert "结论 应为“符合”，实为“未达到”" in text
    assert sent(clerk, lists(draft, "cases", "/new"), fields, "save").status_code == 302
    assert "结论 应为“符合”，实为“未达到”" in clerk.post(lists(draft, "cases")).content.decode()


def test_wrong_facts_are_told_by_table_row_and_column_and_kept(clerk: Client, draft: DraftDirective) -> None:
    fields = case_fields(clerk, draft) | {"t.activities.0.on": [WRONG_DAY]}
    answer = sent(clerk, lists(draft, "cases", "/new"), fields, "run")

    assert f"活动第 1 行“日期”：读到“{WRONG_DAY}”" in answer.content.decode()
    assert fields_of(answer)["t.activities.0.on"] == [WRONG_DAY]


def test_tables_rows_and_columns_come_and_go(clerk: Client, draft: DraftDirective) -> None:
    address, fields = lists(draft, "cases", "/new"), case_fields(clerk, draft)
    for do in ("table", "row:activities", "column:activities", "expect"):
        more = {"add-table": ["members"], "add-activities": ["notice_on"]}
        fields = fields_of(sent(clerk, address, fields | more, do))
    assert {"t.members.0.id", "t.activities.1.notice_on", "expect.1.rule"} <= fields.keys()
    assert fields["t.activities.0.id"] == ["A1"]

    for do in ("drop:activities.0", "drop:members", "drop:expect.1"):
        fields = fields_of(sent(clerk, address, fields, do))
    assert "t.activities.1.id" not in fields
    assert fields["t.activities.0.id"] == [""]
    assert not any(name.startswith("t.members") or name.startswith("expect.1") for name in fields)


def test_words_that_only_the_own_rules_have_are_offered_for_facts(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/rules/F-1"
    sent(clerk, address, fields_of(clerk.get(address)) | {"types.other": ["读书会"]}, "save")
    text = clerk.get(lists(draft, "cases", "/new?rule=F-1")).content.decode()

    assert '<option value="读书会">读书会</option>' in text.partition('name="t.activities.0.type"')[2]


def test_a_scorecard_is_written_in_a_form(clerk: Client, draft: DraftDirective) -> None:
    address, item = lists(draft, "scorecards", "/new"), "sections.0.items.0"
    fields = fields_of(clerk.get(address))
    for key in ("rule", "points", "deduct"):
        fields = fields_of(sent(clerk, address, fields | {f"add-{item}": [key]}, f"add:{item}"))
    fields |= {"title": ["年度计分"], "article": ["1"], "sections.0.title": ["学习"], f"{item}.title": ["学习"],
               f"{item}.rule": ["F-1"], f"{item}.points": ["10"], f"{item}.deduct.unmet": ["2"]}  # fmt: skip
    assert "总分最少几分" in clerk.get(address).content.decode()

    assert sent(clerk, address, fields, "save").status_code == 302

    saved = content("scorecards")[0]["sections"][0]["items"][0]
    assert saved == {"id": "S1-1", "title": "学习", "rule": "F-1", "points": "10", "deduct": {"unmet": "2"}}
    kept = clerk.post(f"/directives/own/{draft.pk}/rules/F-1/remove", follow=True).content.decode()
    assert "没有删除，别处还用着它" in kept
    assert [rule["id"] for rule in content("rules")] == ["F-1"]
    wrong = sent(clerk, lists(draft, "scorecards", "/1"), fields | {f"{item}.points": ["many"]}, "save")
    assert "读到“many”" in wrong.content.decode()


def test_who_was_second_loses_nothing(clerk: Client, draft: DraftDirective) -> None:
    address = lists(draft, "articles", "/1")
    first, second = fields_of(clerk.get(address)), fields_of(clerk.get(address))
    sent(clerk, address, first | {"gist": ["先改的"]}, "save")
    text = sent(clerk, address, second | {"gist": ["后改的"]}, "save").content.decode()

    assert "刚刚改过这份草稿" in text
    assert "后改的" in text
    assert content("articles")[0]["gist"] == "先改的"
    assert clerk.get(lists(draft, "articles", "/9")).status_code == 404
    assert clerk.get(lists(draft, "rules")).status_code == 404
