"""A person's correction of what was recognised: kinds of sheets and meanings of columns."""

from __future__ import annotations

from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from zhibu.kernel.errors import InputError, Problem
from zhibu.rosters.sheets import Sheet


@dataclass
class Mapping:
    """Rules, the later ones first: each names a file, a sheet (both may hold `*`), kind, columns.

    Columns of a rule with `for_kind` count only where the sheet is taken for that kind.
    """

    rules: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, given: Mapping | AbcMapping[str, object] | None) -> Mapping:
        """From nothing, from itself, or from `{"sheets": [{file, sheet, kind, columns}]}`."""
        if given is None:
            return cls()
        if isinstance(given, Mapping):
            return given
        return cls(_checked(given, "对应关系"))

    @classmethod
    def load(cls, path: str | Path) -> Mapping:
        """From a YAML or JSON file (JSON is YAML)."""
        path = Path(path)
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError([Problem(f"文件“{path.name}”", "", "能读的 YAML 或 JSON", str(error))]) from error
        return cls(_checked(data, f"文件“{path.name}”"))

    def _of(self, sheet: Sheet) -> list[dict[str, Any]]:
        return [
            rule for rule in self.rules
            if fnmatchcase(sheet.file, rule.get("file", "*")) and fnmatchcase(sheet.name, rule.get("sheet", "*"))
        ]  # fmt: skip

    def kind_of(self, sheet: Sheet) -> str | None:
        """The kind a person gave the sheet; "" for: do not read it; None for: nothing said."""
        for rule in reversed(self._of(sheet)):
            if "kind" in rule:
                return str(rule["kind"] or "")
        return None

    def columns_of(self, sheet: Sheet, kind: str = "") -> dict[str, str]:
        """Heading or column letter -> field ("" for none), should the sheet be of this kind."""
        merged: dict[str, str] = {}
        for rule in self._of(sheet):
            if rule.get("for_kind", kind) != kind:
                continue
            merged.update({str(k): str(v or "") for k, v in (rule.get("columns") or {}).items()})
        return merged

    def wants(self, sheet: Sheet) -> bool:
        """Whether a hidden sheet is to be read after all: only when a rule names it and its kind."""
        return any(rule.get("kind") and rule.get("sheet", "*") == sheet.name for rule in self._of(sheet))


def _checked(data: object, where: str) -> list[dict[str, Any]]:
    rules = data.get("sheets") if isinstance(data, AbcMapping) else None
    if not isinstance(rules, list):
        raise InputError([Problem(where, "", "sheets: 下面列出各表", "见 docs/rosters.md")])
    problems = []
    for number, rule in enumerate(rules, 1):
        if not isinstance(rule, AbcMapping) or set(rule) - {"file", "sheet", "kind", "columns", "for_kind"}:
            problems.append(Problem(f"{where}第{number}条", str(rule), "file、sheet、kind、columns"))
        elif not isinstance(rule.get("columns") or {}, AbcMapping):
            problems.append(Problem(f"{where}第{number}条columns", str(rule["columns"]), "列名: 字段"))
    if problems:
        raise InputError(problems)
    return [dict(rule) for rule in rules]
