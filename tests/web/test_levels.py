"""A higher and a lower level, and every operation of the JSON door, tried beside the foreign subtree.

`tests/web/test_scope.py` has the other committee beside ours. Here it stands above us (whoever works in a branch
reaches nothing of the level above, nor of its other branches) and below us (its own people's acts stay theirs).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.domain.conftest import KEEPER
from tests.web.test_scope import FOREIGN_WORDS, addresses, foreign_import
from zhibu.domain.accounts.models import User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.gateway.registry import registry
from zhibu.domain.imports.models import Import
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import organisation_move
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, ZhibuError

__all__ = ["foreign_import"]
BRANCH = ("secretary", "leader", "member")
# what binds a branch from above, or is given to it, is shown to it: directives, types of activity, materials
FROM_ABOVE = {"directive-compare", "activity-type", "material"}
# acts of a branch itself: an office above may look on, but not do them
OF_THE_BRANCH = ("voting-act", "voting-change", "voting-roll", "voting-read", "behalf-begin")


def put(below: str, above: str) -> None:
    """Hang one committee under the other."""
    Organisation.objects.filter(pk=above).update(kind="work_committee")
    organisation_move(
        actor=KEEPER, organisation=Organisation.objects.get(pk=below),
        parent=Organisation.objects.get(pk=above),
    )  # fmt: skip


def reached(client: Client) -> list[tuple[str, str, int]]:
    """The addresses that answer with anything but no."""
    found = []
    for name, paths in addresses().items():
        if name in FROM_ABOVE:
            continue
        for path in paths:
            for answer in (client.get(path), client.post(path)):
                if answer.status_code not in (403, 404, 405):
                    found.append((name, path, answer.status_code))
    return found


@pytest.mark.parametrize("role", BRANCH)
def test_a_branch_reaches_nothing_of_the_level_above(
    role: str, client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    put("C1", "C9")

    assert reached(client_of(role)) == []


def test_a_committee_reaches_nothing_of_the_level_above(
    client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    put("C1", "C9")

    assert reached(client_of("clerk")) == []


def test_what_is_the_branchs_own_an_office_above_does_not_do(
    client_of: Callable[[str], Client], foreign_import: Import
) -> None:
    put("C9", "C1")
    clerk = client_of("clerk")
    assert clerk.get("/organisations/B9").status_code == 200  # it looks on

    before = AuditEntry.objects.count()
    for name in OF_THE_BRANCH:
        for path in addresses()[name]:
            clerk.post(path, {"reason": "外列", "text": "外列"})
    done = AuditEntry.objects.order_by("number")[before:]
    assert [entry.action for entry in done] == []  # what is done has its entry: nothing was


# --- the JSON door and the command line: the tables themselves ----------------------------------


@pytest.fixture
def strangers(accounts: dict[str, User], foreign_import: Import) -> Actor:
    return actor_of(user=accounts["stranger"], door="test")


def rows_of(listing: Any, actor: Actor) -> list[Any]:
    """The first page of a listing without any filter; nothing where it wants one or is not his to see."""
    try:
        return list(listing.find(actor, listing.asked())[:50])
    except (ZhibuError, ValueError):
        return []


@pytest.mark.parametrize("role", ["clerk", *BRANCH])
def test_no_listing_and_no_row_shows_anything_foreign(
    role: str, accounts: dict[str, User], strangers: Actor
) -> None:
    mine = actor_of(user=accounts[role], door="test")
    told, tried = [], 0
    for noun, listing in registry().listings.items():
        shown = json.dumps([row.model_dump(mode="json") for row in listing.shape(mine, rows_of(listing, mine))], ensure_ascii=False)
        told += [(noun, word) for word in FOREIGN_WORDS if word in shown]
        single = registry().singles.get(noun)
        for row in rows_of(listing, strangers) if single else ():
            tried += 1
            key = str(getattr(row, "pk", "") or getattr(row, "id", ""))
            try:
                assert single is not None
                single.get(mine, key)
            except NotFound:
                continue
            if key not in ("U-stranger",) and _foreign_only(listing, mine, key):
                told.append((noun, key))

    assert told == []
    assert tried > 5


def _foreign_only(listing: Any, mine: Actor, key: str) -> bool:
    return all(str(getattr(row, "pk", "")) != key for row in rows_of(listing, mine))


@pytest.mark.parametrize("role", ["clerk", *BRANCH])
def test_no_action_does_anything_to_what_is_foreign(
    role: str, accounts: dict[str, User], strangers: Actor
) -> None:
    mine = actor_of(user=accounts[role], door="test")
    keys = {
        noun: [str(getattr(row, "pk", "")) for row in rows_of(listing, strangers)]
        for noun, listing in registry().listings.items()
    }
    done = []
    for name, action in registry().actions.items():
        given = _given(action, keys)
        if given is None:
            continue
        before = AuditEntry.objects.count()
        with transaction.atomic():
            try:
                action.do(mine, given)
            except ZhibuError:
                transaction.set_rollback(True)
        if AuditEntry.objects.count() != before and _names_foreign(given):
            done.append((name, given.model_dump(mode="json")))

    assert done == []


FOREIGN_IDS = {"C9", "B9", "M9", "U-foreign", "U-stranger"}


def _names_foreign(given: Any) -> bool:
    said = json.dumps(given.model_dump(mode="json"))
    return any(f'"{key}"' in said for key in FOREIGN_IDS)


def _given(action: Any, keys: dict[str, list[str]]) -> Any:
    """Something that the action takes, speaking of foreign rows wherever it speaks of any."""
    schema = action.given.model_json_schema()
    values = _example(schema)
    for name, field in schema.get("properties", {}).items():
        noun = action.about[1] if action.about and name == action.about[0] else name
        known = {"organisation": "B9", "branch": "B9", "parent": "C9", "member": "M9", "user": "U-foreign"}
        about = next(iter(keys.get(noun, [])), None) if action.about and name == action.about[0] else None
        key = about or known.get(name)
        if key and field.get("type", "string") == "string":
            values[name] = key
    try:
        return action.given(**values)
    except ValueError:
        return None


def _example(schema: dict[str, Any], defs: dict[str, Any] | None = None) -> Any:
    """The plainest value that a description allows."""
    defs = defs if defs is not None else schema.get("$defs", {})
    if "$ref" in schema:
        return _example(defs[schema["$ref"].rpartition("/")[2]], defs)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(next(one for one in schema[several] if one.get("type") != "null"), defs)
    if "const" in schema or "enum" in schema:
        return schema.get("const", [*schema.get("enum", []), None][0])
    return _of_type(schema, defs)


def _of_type(schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    match schema.get("type", "object"):
        case "object":
            named = schema.get("properties", {})
            return {name: _example(field, defs) for name, field in named.items()}
        case "array":
            return [_example(schema.get("items", {"type": "string"}), defs)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _ if schema.get("format") == "date":
            return clock.today().isoformat()
        case _ if schema.get("format") == "date-time":
            return clock.now().isoformat()
    words = [word for word in schema.get("pattern", "").strip("^$()").split("|") if word]
    return words[0] if words else "外外"[: schema.get("maxLength", 2)]
