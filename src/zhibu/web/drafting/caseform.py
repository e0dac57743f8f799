"""One case being written: small tables of facts, what should come out, and what does come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from zhibu.domain.drafting import selectors
from zhibu.domain.drafting.content import items_in, rule_in, rules_in
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine.language.files import Case
from zhibu.engine.language.words import STATUSES
from zhibu.engine.packs.cases import case_differences
from zhibu.engine.packs.drafting import part_of, rule_of
from zhibu.facts.contract import TABLES
from zhibu.kernel.errors import InputError, Refused
from zhibu.web.components.days import read_day
from zhibu.web.components.numbers import whole
from zhibu.web.drafting.casetables import (
    WRITTEN,
    added_column,
    expected_rows,
    fact_tables,
    labelled,
    read_given,
    read_rows,
)
from zhibu.web.drafting.itemlists import in_chinese, named
from zhibu.web.drafting.saving import item_saved
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective
    from zhibu.engine.verdicts import Verdict

Data = dict[str, Any]


@dataclass
class CaseForm:
    """The state of the page on which one case is written; `place` counts from 0, None for a new one."""

    draft: DraftDirective
    place: int | None
    data: Data
    revision: int
    errors: list[str] = field(default_factory=list)
    verdicts: list[Verdict] | None = None
    differences: tuple[str, ...] = ()

    template = "drafting/draft_case.html"

    @classmethod
    def of(cls, request: Request, draft: DraftDirective, place: int | None) -> CaseForm:
        """As it stands in the draft, begun for a rule, or as it was posted."""
        if request.method == "POST":
            form = cls(draft, place, posted(request.POST), whole(request.POST.get("revision", "")) or 0)
            form._do(request.POST.get("do", "run"), request.POST)
            return form
        rule = rule_in(draft.content, request.GET.get("rule", ""))
        data = begun(draft, rule) if place is None else items_in(draft.content, "cases")[place]
        return cls(draft, place, {"expect": [], **data}, draft.revision)

    def _do(self, do: str, post: QueryDict) -> None:
        verb, _, way = do.partition(":")
        if verb in ("run", "save", "adopt"):
            self._run(half=verb != "save")
            if verb == "adopt":
                self._adopt(post.getlist("right"))
        elif verb == "table" and post.get("add-table") in TABLES:
            self.data["given"].setdefault(post["add-table"], [{}])
        elif verb == "row" and way in self.data["given"]:
            self.data["given"][way].append({})
        elif verb == "column" and way in self.data["given"]:
            added_column(self.data["given"][way], post.get(f"add-{way}", ""))
        elif verb == "expect":
            self.data["expect"].append({})
        elif verb == "drop":
            self._drop(way)

    def _drop(self, way: str) -> None:
        name, _, number = way.partition(".")
        rows = self.data["expect"] if name == "expect" else self.data["given"].get(name, [])
        if not number:
            self.data["given"].pop(name, None)
        elif (place := whole(number)) is not None and place < len(rows):
            del rows[place]

    @property
    def item(self) -> Data:
        """The case as it would be written: without empty cells, rows and tables."""
        given = {name: [row for row in map(_filled, rows) if row] for name, rows in self.data["given"].items()}
        found = {**self.data, "given": {name: rows for name, rows in given.items() if rows},
                 "expect": [row for row in map(_filled, self.data["expect"]) if row]}
        return {key: value for key, value in found.items() if value or key == "given"}

    def _run(self, *, half: bool = True) -> None:
        """Judge the facts; a case that expects nothing yet is run all the same. `half`: rows half filled do not matter."""
        item = self.item
        if half:
            item["expect"] = [row for row in item.get("expect", ()) if _whole(row)]
        unsaid = not item.get("expect") and not item.get("none")
        case, faults = part_of(Case, {**item, "none": ["?"]} if unsaid else item)
        if case is None:
            self.errors += [_said(str(fault.problem), fault.place) for fault in faults]
            return
        try:
            self.verdicts = selectors.case_tried(self.draft.content, case)
        except (InputError, Refused) as error:
            self.errors += map(labelled, str(error).splitlines())
            return
        if not unsaid:
            self.differences = tuple(map(in_chinese, case_differences(case, self.verdicts)))

    def _adopt(self, right: list[str]) -> None:
        """Take verdicts that came out, and were ticked, as what should come out, in place of rows half filled."""
        self.data["expect"] = [row for row in self.data["expect"] if _whole(row)]
        for number, verdict in enumerate(self.verdicts or []):
            if str(number) in right:
                self.data["expect"].append({
                    "rule": verdict.rule, "subject": verdict.subject,
                    "period_start": verdict.period_start.isoformat(), "status": verdict.status,
                })  # fmt: skip
        self._run()

    def saved(self, request: Request) -> bool:
        """Write it into the draft, where the button says so and it can be read."""
        if request.POST.get("do") != "save" or self.errors:
            return False
        if not self.item.get("expect") and not self.item.get("none"):
            self.errors.append("还没有写应当得出什么。先跑一遍，勾选得出的结论，再点“勾选的记为应得”。")
            return False
        self.errors += item_saved(request, self, "cases")
        return not self.errors

    @property
    def called(self) -> str:
        """What messages call it."""
        return named("cases", self.data)

    def context(self) -> Data:
        """What the page shows."""
        units = unit_names(self.draft)
        whole = [row for row in self.data["expect"] if _whole(row)]
        taken = {(row["rule"], row["subject"], row.get("period_start", "")) for row in whole}
        taken |= {(rule, subject, "") for rule, subject, start in taken if not start}
        verdicts = [
            (number, one, units.get(one.rule, one.rule), (one.rule, one.subject, one.period_start.isoformat()) in taken
             or (one.rule, one.subject, "") in taken)
            for number, one in enumerate(self.verdicts or [])
        ]
        return {
            "draft": self.draft, "place": self.place, "called": self.called, "data": self.data,
            "tables": fact_tables(self.data["given"], rulebook.book_for(self.draft.owner), rules_in(self.draft.content)),
            "more_tables": [(t.name, t.chinese) for t in TABLES.values() if t.name not in self.data["given"]],
            "expects": expected_rows(self.data["expect"], units), "none": self.data.get("none") or [],
            "units": units.items(), "verdicts": verdicts, "ran": self.verdicts is not None,
            "differences": self.differences, "errors": self.errors, "revision": self.revision,
            "said": bool(self.data["expect"] or self.data.get("none")), "statuses": STATUSES.items(),
        }  # fmt: skip


def posted(post: QueryDict) -> Data:
    """The case as it stands in the form, empty cells and all."""
    found: Data = {"name": post.get("name", "").strip()}
    for key in ("as_of", "from"):
        text = post.get(key, "").strip()
        day = read_day(text)
        if text:
            found[key] = day.isoformat() if day else text
    found["given"] = read_given(post)
    found["absent"] = post.get("absent", "").replace("，", " ").replace("、", " ").split()
    found["expect"] = read_rows(post, "expect", WRITTEN)
    found["none"] = post.getlist("none")
    return found


def begun(draft: DraftDirective, rule: Data | None) -> Data:
    """A new case: one organisation, and the tables that the rule needs, each with an empty row."""
    year = max(str(draft.content["head"].get("effective", ""))[:4], "2024")
    given: dict[str, list[Data]] = {"organisations": [
        {"id": "B1", "kind": "branch", "name": "甲支部", "established": "2010-01-01"}]}
    expect = []
    if rule is not None:
        values = {p["name"]: str(p["value"]) for p in draft.content["head"].get("parameters") or []}
        spec = rule_of(rule, values)[0]
        needs = spec.needs() if spec is not None else None
        names = {one.partition(".")[0] for one in (needs.rows | needs.judging if needs else ()) if one[:1] != "?"}
        given |= {name: [{}] for name in TABLES if name in names - {"organisations"}}
        expect = [{"rule": str(rule["id"]), "subject": "" if "members" in given else "B1"}]
    return {"name": "", "as_of": f"{year}-12-31", "given": given, "expect": expect, "none": [], "absent": []}


def unit_names(draft: DraftDirective) -> dict[str, str]:
    """The rules of a draft that give verdicts, each with what it asks; demands on a procedure one by one."""
    found: dict[str, str] = {}
    values = {p["name"]: str(p["value"]) for p in draft.content["head"].get("parameters") or []}
    for rule in rules_in(draft.content):
        spec = rule_of(rule, values)[0]
        if spec is not None and spec.strength != "may":
            found |= {unit.id: str(unit.sentence) for unit in spec.units()}
    return found


def _whole(row: Data) -> bool:
    return all(row.get(key) for key in ("rule", "subject", "status"))


def _filled(row: Data) -> Data:
    return {key: value for key, value in row.items() if value}


def _said(text: str, place: tuple[str | int, ...]) -> str:
    """An error with the place as the page names it: 第 2 行应得的结论."""
    words = {"name": "样例说的是什么", "as_of": "核查日", "from": "窗口的第一天", "expect": "应得的结论",
             "none": "不应有结论", "rule": "规则", "subject": "对象", "status": "结论", "absent": "没有的表或列",
             "period_start": "期间第一天"}  # fmt: skip
    parts = [f"第 {part + 1} 行" if isinstance(part, int) else words.get(part, part) for part in place]
    return f"{' '.join(parts)}：{text.removeprefix('：').replace('是空的，应为填好的一项。', '还没有填。')}"
