"""JSON Schemas of the pack's files, generated from the models; editors and checks use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from zhibu.engine.kinds import MODELS
from zhibu.engine.kinds.alternatives import CHOICES
from zhibu.engine.language import (
    activity_types,
    ballot_ways,
    branch_forms,
    checklists,
    files,
    holders,
    matters,
    meetings,
    roads,
    score_cases,
    scorecards,
)

FILES: dict[str, Any] = {
    "directive": files.DirectiveFile,
    "articles": files.ArticlesFile,
    "cases": files.CasesFile,
    "clauses": files.ClausesFile,
    "matters": matters.MattersFile,
    "positions": matters.PositionsFile,
    "activity_type": activity_types.ActivityType,
    "minutes_fields": activity_types.MinutesFieldsFile,
    "paper_kinds": files.PaperKindsFile,
    "procedure": files.Procedure,
    "checklist": checklists.Checklist,
    "ballot_matters": files.BallotMattersFile,
    "duty_holders": holders.DutyHoldersFile,
    "branch_forms": branch_forms.BranchFormsFile,
    "voting": ballot_ways.VotingFile,
    "voting_defaults": ballot_ways.VotingDefaultsFile,
    "scorecard_cases": score_cases.ScoreCasesFile,
}


def schemas() -> dict[str, str]:
    """File name -> text of the schema."""
    found = {f"{name}.json": _text(_schema(model), name) for name, model in FILES.items()}
    found["scorecard.json"] = _text(_with_parameters(scorecards.ScorecardFile), "scorecard")
    found["voting.json"] = _text(_with_parameters(ballot_ways.VotingFile), "voting")
    found["meetings.json"] = _text(_with_parameters(meetings.MeetingsFile), "meetings")
    found["topics.json"] = _text(_with_parameters(meetings.TopicsFile), "topics")
    found["roads.json"] = _text(_with_parameters(roads.RoadsFile), "roads")
    found["rules.json"] = _text(_rules_schema(), "rules")
    return found


def _schema(model: Any) -> dict[str, Any]:
    schema: dict[str, Any] = TypeAdapter(model).json_schema(by_alias=True)
    return _relaxed(schema)


def _relaxed(schema: dict[str, Any]) -> dict[str, Any]:
    """The version may be written 1 as well as "1"."""
    version = schema["properties"]["schema"]
    version.pop("const", None)
    version.pop("type", None)
    version["enum"] = [1, "1"]
    return schema


def _rules_schema() -> dict[str, Any]:
    union: Any = MODELS["frequency"]
    for model in list(MODELS.values())[1:]:
        union = union | model
    rule = TypeAdapter(Annotated[union, Field(discriminator="kind")]).json_schema(by_alias=True)
    _with_alternatives(rule["$defs"])
    definitions = {name: _or_parameter(found) for name, found in rule.pop("$defs").items()}
    definitions["parameter"] = _PARAMETER
    return {
        "type": "object",
        "description": "rules.yaml：一件制度的规则。",
        "additionalProperties": False,
        "required": ["schema", "rules"],
        "properties": {"schema": {"enum": [1, "1"]}, "rules": {"type": "array", "items": rule}},
        "$defs": definitions,
    }


def _with_parameters(model: Any) -> dict[str, Any]:
    schema = _schema(model)
    schema["$defs"] = {name: _or_parameter(found) for name, found in schema["$defs"].items()}
    schema["$defs"]["parameter"] = _PARAMETER
    return schema


def _with_alternatives(definitions: dict[str, Any]) -> None:
    """What stands in `of`: the keys of a kind without those that the whole rule has."""
    common = definitions.pop("RuleBase")["properties"].keys() - {"kind"}
    several = []
    for kind in CHOICES:
        name = MODELS[kind].__name__
        found = definitions[name]
        alone = {key: schema for key, schema in found["properties"].items() if key not in common}
        required = [key for key in found["required"] if key in alone]
        definitions[f"{name}Alternative"] = found | {"properties": alone, "required": required}
        several.append({"$ref": f"#/$defs/{name}Alternative"})
    definitions["AnyOfRule"]["properties"]["of"]["items"] = {"oneOf": several}


_PARAMETER = {
    "type": "object", "description": "directive.yaml 里的一个参数", "required": ["parameter"],
    "properties": {"parameter": {"type": "string"}}, "additionalProperties": False,
}


def _or_parameter(found: dict[str, Any]) -> dict[str, Any]:
    """Values of a rule may be parameters, but not what says which rule it is."""
    properties = {
        name: schema if name in ("id", "kind") or "$ref" in schema or "items" in schema
        else {"anyOf": [schema, {"$ref": "#/$defs/parameter"}],
              "description": schema.get("description", "")}
        for name, schema in found.get("properties", {}).items()
    }
    return found | {"properties": properties} if properties else found


def _text(schema: dict[str, Any], name: str) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(head | schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas into a folder (`rulepacks/schema`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
