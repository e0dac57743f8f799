"""Every action that code writes into the record is called something in Chinese where the record is read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pkgutil import iter_modules

from django.conf import settings

from tests.house.test_names import actions_and_services
from tests.house.tree import PACKAGE, name, nothing, parsed, python_files
from zhibu.domain.accounts import matrix
from zhibu.domain.accounts.matrix_words import LEFT_OUT, POLICIES, ROOMS
from zhibu.domain.audit.labels import LABELS
from zhibu.domain.gateway.registry import registry


def keywords() -> Iterator[tuple[str, str]]:
    """(action, file) wherever a call is given `action="noun.verb"`."""
    for file in python_files(PACKAGE / "domain"):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                yield str(node.value.value), name(file)


def test_every_action_of_the_record_has_its_label() -> None:
    written, _ = actions_and_services()
    known = dict(keywords()) | written | dict.fromkeys(registry().actions, "actions.py")
    absent = [f"{file}: {action}" for action, file in sorted(known.items()) if "." in action and action not in LABELS]

    nothing(absent, "add a line to domain/audit/labels/")


def test_every_shelf_of_actions_is_read() -> None:
    rooms = [room.name for room in iter_modules([str(PACKAGE / "domain")]) if room.ispkg]
    shelves = {f"zhibu.domain.{room}.actions" for room in rooms if find_spec(f"zhibu.domain.{room}.actions")}

    nothing(sorted(shelves - set(settings.ZHIBU_SHELVES)), "config/settings.py does not find it: its actions and lists are not there")


def test_labels_are_short_and_chinese() -> None:
    odd = [f"{action}: {label}" for action, label in LABELS.items() if not 1 < len(label) <= 16 or label.isascii()]

    nothing(odd)


def test_every_policy_stands_in_the_table_of_rights() -> None:
    on = matrix.stage_at("000001")
    missing, unnamed = [], []
    for room, policy, function in matrix.policies():
        if policy in LEFT_OUT:
            continue
        if matrix.unknown(function, on.branch):
            missing.append(f"{room}.{policy}")
        if not matrix.label_of(policy):
            unnamed.append(f"{room}.{policy}")

    nothing(missing, "its arguments are not known to domain/accounts/matrix.py; or leave it out in matrix_words.py with a sentence")
    nothing(unnamed, "add a line to POLICIES in domain/accounts/matrix_words.py")


def test_rooms_and_left_out_policies_are_there() -> None:
    rooms = {room for room, *_ in matrix.policies()}
    names = {policy for _, policy, _ in matrix.policies()}

    nothing(sorted(rooms - set(ROOMS)), "add the room's Chinese name to ROOMS in matrix_words.py")
    nothing(sorted(set(LEFT_OUT) - names - set(LABELS)), "no such policy any more")
    nothing(sorted(set(POLICIES) - names), "no such policy any more")
