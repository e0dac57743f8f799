"""A rule of every kind is written in the form; what is wrong stands at its field; nothing needs a script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.drafting.browser import Fields, fields_of
from tests.web.pieces import read
from zhibu.domain.drafting.content import rule_in, rules_in, with_rule
from zhibu.domain.drafting.models import DraftDirective
from zhibu.domain.drafting.services import draft_change
from zhibu.engine.kinds import MODELS
from zhibu.engine.packs.drafting import rule_of
from zhibu.kernel.actor import Actor

ANY_OF = {"kind": "any_of", "rule": "O-EITHER", "article": "6", "strength": "must", "when": {"kind": ["branch"]},
          "subject": "organisation", "in_force": {}, "params": {"of": [
              {"kind": "frequency", "types": ["study"], "at_least": 1, "period": "quarter"},
              {"kind": "deadline", "paper": "study_notes", "period": "quarter",
               "due": {"from": "end", "days": 5}}]}}


def texts(value: Any) -> Any:
    """Plain data as the form and the files have it: every scalar is text."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def published(shared: Path) -> list[dict[str, Any]]:
    """The published rules, and one with alternatives."""
    rules = json.loads((shared / "golden" / "rules.json").read_text("utf-8"))
    return [*rules, ANY_OF]


def as_rule(found: dict[str, Any]) -> dict[str, Any]:
    common = {"id": found["rule"], "article": found["article"], "kind": found["kind"],
              "strength": found["strength"], "sentence": "一条规则"}
    chosen = {"subject": found["subject"]} if found["kind"] in ("frequency", "deadline") else {}
    rest = {key: found[key] for key in ("when", "in_force") if found[key]}
    return texts({**common, **chosen, **rest, **found["params"]})  # type: ignore[no-any-return]  # a dict stays one


def sent(client: Client, address: str, fields: Fields, do: str = "save") -> Any:
    return client.post(address, {**fields, "do": do})


def test_a_rule_of_every_kind_survives_its_form(
    clerk: Client, draft: DraftDirective, shared: Path
) -> None:
    """Opened and saved as it stands, a rule is the same rule, whatever its kind."""
    kinds = set()
    for found in published(shared):
        rule = as_rule(found)
        draft_change(actor=Actor.system("test"), draft=draft, content=with_rule(draft.content, rule), what="加")
        address = f"/directives/own/{draft.pk}/rules/{rule['id']}"
        fields = fields_of(clerk.get(address))
        fields["sentence"] = ["换一句话"]

        answer = sent(clerk, address, fields)

        assert answer.status_code == 302, (rule, answer.content.decode()[-4000:])
        draft.refresh_from_db()
        saved = rule_in(draft.content, rule["id"])
        assert saved is not None
        assert rule_of(saved, {})[0] == rule_of({**rule, "sentence": "换一句话"}, {})[0], rule
        kinds.add(rule["kind"])
    assert kinds == set(MODELS)


def test_a_new_rule_is_written_step_by_step(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/rules?kind=frequency"
    fields = fields_of(clerk.get(address))
    fields |= {"article": ["2"], "sentence": ["每季度三次党课"], "types": ["party_class"], "at_least": ["2"],
               "period": ["quarter"], "add-when": ["kind"]}
    answer = sent(clerk, address, fields, "add:when")
    fields = fields_of(answer) | {"when.kind": ["branch", "party_group"]}

    looked = sent(clerk, address, fields, "look")

    text = looked.content.decode()
    assert "党支部、党小组应当做到：每季度至少 2 次开展党课" in text
    assert "你写的话里有 <b>三</b>" in text
    assert DraftDirective.objects.get().revision == 1  # looking writes nothing
    assert sent(clerk, address, fields_of(looked)).status_code == 302
    rule = rules_in(DraftDirective.objects.get().content)[1]
    assert (rule["types"], rule["when"]) == (["party_class"], {"kind": ["branch", "party_group"]})


@pytest.mark.parametrize(
    ("change", "at", "said"),
    [
        ({"at_least": ["两次"]}, "at_least", "读到“两次”，应为不带小数的整数"),
        ({"period": [""]}, "period", "还没有填"),
        ({"types": []}, "types", "还没有填"),
        ({"id": ["a b"]}, "id", "没有空格"),
        ({"at_least": ["{tims}"]}, "at_least", "最接近的是 times"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    clerk: Client, draft: DraftDirective, change: Fields, at: str, said: str
) -> None:
    address = f"/directives/own/{draft.pk}/rules/F-1"
    answer = sent(clerk, address, fields_of(clerk.get(address)) | change)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "没有写入任何数据" in text
    assert said in text.partition(f'id="f-{at}"')[2][:9000]
    assert DraftDirective.objects.get().revision == 1


def test_days_are_read_as_people_write_them_and_keys_have_their_labels(
    clerk: Client, draft: DraftDirective
) -> None:
    address = f"/directives/own/{draft.pk}/head"
    assert clerk.post(address, fields_of(clerk.get(address)) | {
        "effective": ["2025年3月1日"], "do": ["save"]}).status_code == 302
    assert DraftDirective.objects.get().content["head"]["effective"] == "2025-03-01"

    new = f"/directives/own/{draft.pk}/rules?kind=composition"
    fields = fields_of(sent(clerk, new, fields_of(clerk.get(new)), "item:limits"))
    text = sent(clerk, new, fields | {"limits.0.count": ["members"]}).content.decode()
    assert "应为至少写一个界限：不少于、多于、不多于、少于" in text
    assert "读到“{" not in text


def test_a_paper_or_activity_that_no_list_has_may_be_written(clerk: Client, draft: DraftDirective) -> None:
    new = f"/directives/own/{draft.pk}/rules?kind=deadline"
    fields = fields_of(clerk.get(new)) | {
        "id": ["L-1"], "article": ["2"], "sentence": ["每季度交计划"], "paper.other": ["季度计划"],
        "period": ["quarter"], "due.from": ["end"], "due.days": ["5"]}  # fmt: skip
    assert sent(clerk, new, fields).status_code == 302
    address = f"/directives/own/{draft.pk}/rules/F-1"
    assert sent(clerk, address, fields_of(clerk.get(address)) | {"types.other": ["读书会、送学上门"]}).status_code == 302

    content = DraftDirective.objects.get().content
    assert (rule_in(content, "L-1") or {})["paper"] == "季度计划"
    assert (rule_in(content, "F-1") or {})["types"] == ["study", "读书会", "送学上门"]
    assert "季度计划（不在清单里）" in clerk.get(f"/directives/own/{draft.pk}/rules/L-1").content.decode()


def test_it_is_tried_on_the_own_facts_before_it_is_in_force(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/rules/F-1"
    fields = fields_of(clerk.get(address)) | {"trial-at": ["C1"], "trial-since": ["2020-01-01"]}

    text = read(sent(clerk, address, fields, "try"))

    assert text.index("核查规则") < text.index("试算结果")
    assert "B1组织" in text
    assert "B9组织" not in text
    assert "一年约多" in text
    foreign = read(sent(clerk, address, fields | {"trial-at": ["C9"]}, "try"))
    assert "试算结果" not in foreign


def test_yaml_and_form_say_the_same_and_faults_name_the_line(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/rules/F-1/yaml"
    text = fields_of_text(clerk.get(address))
    wrong = text.replace("period: month", "period: mouth")

    answer = clerk.post(address, {"text": wrong, "revision": "1"})

    line = wrong.splitlines().index("period: mouth") + 1
    assert f"规则:{line}：读到“mouth”" in answer.content.decode()
    assert clerk.post(address, {"text": text.replace("month", "quarter"), "revision": "1"}).status_code == 302
    assert rules_in(DraftDirective.objects.get().content)[0]["period"] == "quarter"


def fields_of_text(answer: Any) -> str:
    return answer.context["text"]  # type: ignore[no-any-return]  # a text


def test_a_deleted_rule_comes_back(clerk: Client, draft: DraftDirective) -> None:
    clerk.post(f"/directives/own/{draft.pk}/rules/F-1/remove")
    assert rules_in(DraftDirective.objects.get().content) == []

    clerk.post(f"/directives/own/{draft.pk}/restore", {"number": "1"})

    assert [rule["id"] for rule in rules_in(DraftDirective.objects.get().content)] == ["F-1"]


def test_who_was_second_is_told(clerk: Client, draft: DraftDirective) -> None:
    address = f"/directives/own/{draft.pk}/rules/F-1"
    fields = fields_of(clerk.get(address))
    sent(clerk, address, fields | {"at_least": ["2"]})

    assert "刚刚改过" in sent(clerk, address, fields | {"at_least": ["3"]}).content.decode()
