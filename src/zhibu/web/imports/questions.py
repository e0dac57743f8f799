"""The questions of an import: equal kinds of doubt together, one answer for all or each its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from zhibu.domain.imports.named import Named
from zhibu.domain.imports.selectors import Import
from zhibu.domain.imports.services.plan import LEAVE, Question
from zhibu.domain.imports.services.previews import Preview
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.rosters.findings import Issue
from zhibu.web.imports.asking import (
    BY_CELL,
    DAY,
    FIELD_HINTS,
    FIELD_LABELS,
    MEMBER,
    TYPE,
    Ask,
    ask_for,
)
from zhibu.web.imports.families import PICKED, Asked, Choice, Family, unify
from zhibu.web.imports.rows import Records
from zhibu.web.imports.wording import covered, sentence, shown

SHOWN = 200  # items of one family on a page


class Questions:
    """All questions of one import as a page asks them."""

    def __init__(self, of: Import, preview: Preview, named: Named) -> None:
        self.of = of
        self.preview = preview
        self.named = named
        stored = list(of.answers.all())
        self.answers = {answer.key: answer.choice for answer in stored}
        self.not_remembered = {answer.key for answer in stored if not answer.remember}
        self.records = Records(preview, named)
        self.kinds = {(s.file, s.sheet): s.kind for s in preview.reading.sheets}
        self._picks: dict[str, tuple[tuple[str, str], ...]] = {}

    def families(self) -> list[Family]:
        """Who the root is first, then the doubts of the sheets, then people and posts."""
        planned = {question.key: self._planned(question) for question in self.preview.questions}
        root = [planned.pop("root")] if "root" in planned else []
        found = [*root, *self._doubts(), *planned.values()]
        found.sort(key=lambda family: family.mend_only)
        for family in found:
            unify(family)
            family.shown = sorted(family.items, key=lambda item: bool(item.answer))[:SHOWN]
        return found

    # -- questions of the plan ---------------------------------------------------------------

    def _planned(self, question: Question) -> Family:
        days = frozenset(option.value for option in question.options if option.needs_day)
        writes = DAY if question.asks_day or days else ""
        items = []
        for item in question.items:
            answer = self.answers.get(item.key, "")
            choice, _, written = answer.partition(" ")
            if choice not in {option.value for option in question.options}:
                choice, written = "", answer
            choices = tuple(Choice(o.value, o.label, o.value == choice) for o in question.options)
            items.append(
                Asked(
                    f"q-{item.key}", (item.key,), item.name, item.detail, choices, writes,
                    written=written, answer=answer, days=days,
                )
            )  # fmt: skip
        every = tuple(Choice(option.value, option.label) for option in question.options)
        return Family(
            question.key, question.text, question.detail, items, every if len(items) > 1 else (),
            writes, days=days, field_label=FIELD_LABELS[DAY], field_hint=FIELD_HINTS[DAY],
        )  # fmt: skip

    # -- doubts of the sheets ----------------------------------------------------------------

    def _doubts(self) -> Iterable[Family]:
        families: dict[tuple[str, ...], list[Issue]] = defaultdict(list)
        for issue in self.preview.reading.issues:
            if (issue.file, issue.sheet, issue.row) in self.preview.outside:
                continue
            if issue.candidates and self.named.foreign.issuperset(issue.candidates):
                continue
            if issue.severity == "hold" or issue.decision:
                families[self._family_key(issue)].append(issue)
        self.named.enter(
            part for own in families.values() for issue in own for one in issue.candidates
            for part in (one, *one.split())
        )  # fmt: skip
        return [self._family(number, own) for number, own in enumerate(families.values(), 1)]

    def _family_key(self, issue: Issue) -> tuple[str, ...]:
        ask = ask_for(issue.code)
        kind = self.kinds.get((issue.file, issue.sheet), "")
        if ask is None:
            return (issue.code, kind, issue.reason, *issue.candidates)
        if "{raw}" in ask.title:
            return (issue.code, " ".join(issue.raw.split()), *issue.candidates)
        departed = kind == "departed" and issue.code == "membership_suspended"
        return (issue.code, kind if departed else "")

    def _family(self, number: int, own: list[Issue]) -> Family:
        first = own[0]
        ask = ask_for(first.code) or Ask(first.reason)
        groups: dict[tuple[str, ...], list[Issue]] = defaultdict(list)
        for issue in own:
            single = () if ask.shared and issue.raw else (issue.key,)
            groups[(issue.column, issue.raw, *issue.candidates, *single)].append(issue)
        items = [self._asked(group, ask) for group in groups.values()]
        raw = covered(" ".join(first.raw.split()), first.column)
        title = re.sub(r"\{raw\}", lambda _match: raw, ask.title)
        title = title if title.endswith(("？", "。")) else title.rstrip("，")
        return Family(
            f"f{number}-{first.code}", title, covered(first.mend), items,
            self._every(items, ask), ask.writes, ask.remember,
            any(issue.key not in self.not_remembered for issue in own),
            field_label=FIELD_LABELS.get(ask.writes, ""), field_hint=FIELD_HINTS.get(ask.writes, ""),
        )  # fmt: skip

    def _asked(self, group: list[Issue], ask: Ask) -> Asked:
        first = group[0]
        answer = self.answers.get(first.key, "")
        candidates = list(first.candidates[:1] if ask.first_only else first.candidates)
        candidates = [one for one in candidates if one not in self.named.foreign]
        if candidates and self.kinds.get((first.file, first.sheet)) == "members":
            candidates += [one for one in ask.extra if one not in candidates]
        labels = [(one, self._label(one, first, ask)) for one in candidates]
        kind = self.kinds.get((first.file, first.sheet), "")
        leave = "先留着，其余照写" if kind in BY_CELL else "先留着，不写入"
        choices = [Choice(one, label, one == answer) for one, label in labels]
        choices.append(Choice(LEAVE, leave, answer == LEAVE))
        writes = "" if ask.template == "是停止党籍，不算离开" and candidates else ask.writes
        free = answer if answer not in {*candidates, LEAVE} else ""
        hidden = writes == "id"  # a number that was typed is never shown again
        who = self._who(group)
        if ask.writes == MEMBER and first.raw:
            who = f"“{' '.join(first.raw.split())}” · {who}"
        return Asked(
            f"i-{first.key}", tuple(issue.key for issue in group), who,
            self._detail(group), tuple(choices), writes, self._picks_for(writes, first),
            "" if hidden else free, covered(free, "身份证") if hidden else "", answer,
        )  # fmt: skip

    def _label(self, candidate: str, issue: Issue, ask: Ask) -> str:
        labels = dict(ask.labels)
        if candidate in labels:
            return labels[candidate]
        framed = candidate in issue.candidates
        text = shown(candidate, self.named, issue.column)
        return ask.template.format(text) if framed else text

    def _who(self, group: list[Issue]) -> str:
        names = [self.records.who(issue.file, issue.sheet, issue.row) for issue in group]
        told = list(dict.fromkeys(name for name in names if name))
        return "、".join(told[:4]) + (f" 等 {len(told)} 人" if len(told) > 4 else "")

    def _detail(self, group: list[Issue]) -> str:
        first = group[0]
        rows = "、".join(str(issue.row) for issue in group[:8])
        more = f" 等 {len(group)} 行" if len(group) > 8 else " 行"
        column = "".join(first.column.split())
        place = f"{first.sheet or first.file} 第 {rows}{more}"
        read = (
            f"“{column}”读到“{covered(' '.join(first.raw.split()), column)}”" if first.raw else ""
        )
        reason = (
            sentence(first.reason.partition("；已选定")[0], self.named)
            if ask_for(first.code)
            else ""
        )
        return "　".join(part for part in (place, read, reason) if part)

    def _every(self, items: list[Asked], ask: Ask) -> tuple[Choice, ...]:
        """Answers for all: where the candidates are the same, or the same in kind."""
        if len(items) < 2:
            return ()
        leave = items[0].choices[-1]
        same = {tuple((c.value, c.label) for c in item.choices) for item in items}
        if len(same) == 1:
            return tuple(Choice(choice.value, choice.label) for choice in items[0].choices)
        sizes = {len(item.choices) - 1 for item in items}
        if ask.every and sizes == {len(ask.every)}:
            every = [Choice(f"#{place}", label) for place, label in enumerate(ask.every)]
            return (*every, Choice(LEAVE, leave.label))
        return (Choice(LEAVE, f"都{leave.label}"),)

    def _picks_for(self, writes: str, issue: Issue) -> tuple[tuple[str, str], ...]:
        """What may be picked from a list: members of the sheet's branch, branches, types."""
        if writes not in PICKED:
            return ()
        branch = self.records.branch_of(issue.file, issue.sheet, issue.row)
        key = f"{writes} {branch if writes == MEMBER else ''}"
        if key not in self._picks:
            self._picks[key] = tuple(self._pick(writes, branch))
        return self._picks[key]

    def _pick(self, writes: str, branch: str) -> Iterable[tuple[str, str]]:
        if writes == MEMBER:
            return self.named.members_of(branch)
        if writes == TYPE:
            book = rulebook.book_for(self.of.organisation) if self.of.organisation else rulebook.rulebook()
            kinds = book.activity_types.values()
            return [(label, label) for label in sorted(kind.label for kind in kinds)]
        names = self.named.full_names
        return [(name, self.named.label(key) or name) for name, key in sorted(names.items())]
