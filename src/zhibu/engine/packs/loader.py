"""Loads rule packs: finds the files, reads them strictly, links rules to articles and cases."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zhibu.engine.kinds import MODELS
from zhibu.engine.language import files
from zhibu.engine.language.checking import checked
from zhibu.engine.language.parameters import put_in, values_of
from zhibu.engine.language.reader import Document, Place
from zhibu.engine.language.reading import File, Own, Reading
from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
from zhibu.engine.language.scalars import nearest
from zhibu.engine.language.texts import TextPack
from zhibu.engine.language.words import KINDS
from zhibu.engine.packs.branch_forms import read_branch_forms
from zhibu.engine.packs.meetings import read_meetings, read_topics
from zhibu.engine.packs.positions import read_positions
from zhibu.engine.packs.roads import read_roads
from zhibu.engine.packs.vocabulary import Vocabulary
from zhibu.engine.packs.voting import read_voting
from zhibu.engine.scoring.loading import check_references, read_scorecards
from zhibu.facts.contract import TABLES
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.packs import installed_packs

DOCUMENTATION = "docs/rule-language.md"
ANY = "*"  # among the ids of rules that cannot be read: none of the file can


def load(paths: str | Path | Iterable[str | Path], own: Own | None = None) -> Rulebook:
    """Load every directive below the paths; InputError lists everything that is wrong.

    `own`: values of parameters that this installation set, in place of those of the packs.
    """
    folders = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(p) for p in paths]
    reading = Reading(folders[0] if len(folders) == 1 else Path(), own or {})
    directives: dict[str, Directive] = {}
    words = Vocabulary()
    for folder in folders:
        heads = sorted(folder.rglob("directive.yaml")) if folder.is_dir() else []
        if not heads:
            mend = "" if folder.exists() else "路径不存在"
            reading.problems.append(
                Problem(str(folder), "没有 directive.yaml", "制度包所在的文件夹", mend))
        words.read(reading, folder)
    for folder in folders:
        for head in sorted(folder.rglob("directive.yaml")):
            add_directive(reading, directives, head.parent, words, directives)
    check_references(reading, directives)
    for directive in directives.values():
        words.warn(reading, directive)
    if reading.problems:
        raise InputError(reading.problems)
    return Rulebook(
        directives, words.activity_types, words.paper_kinds, tuple(reading.warnings),
        words.procedures, words.ballot_matters, words.matters, words.checklists,
        tuple(words.holders), voting_defaults=tuple(words.voting_defaults),
        minutes_fields=words.minutes_fields)


def with_installed_words(rulebook: Rulebook) -> Rulebook:
    """The same packs, codes that their own lists lack said by the labels of the installed packs."""
    folders = [folder for folder in installed_packs() if folder.is_dir()]
    reading, words = Reading(Path()), Vocabulary()
    for folder in folders:
        words.read(reading, folder)
    labels = Rulebook({}, words.activity_types, words.paper_kinds, (), words.procedures,
                      words.ballot_matters, words.matters, words.checklists).words()
    return replace(rulebook, borrowed=labels)


def add_directive(
    reading: Reading, directives: dict[str, Directive], folder: Path | TextPack, words: Vocabulary,
    taken: Mapping[str, Directive],
) -> None:
    """Read the pack of one directive and add it, or note what is wrong; `taken`: ids used by others."""
    document, head = reading.read(folder / "directive.yaml", files.DirectiveFile)
    rules_path = folder / "rules.yaml"
    if not rules_path.is_file():
        document.problem((), "没有 rules.yaml", "同一文件夹里有 rules.yaml")
    if head is not None and head.id in taken:
        document.problem(("id",), head.id, "别的制度没有用过的编号")
    reading.take(document)
    name = head.id if head is not None else ""
    values = values_of(head.parameters, reading.own.get(name, {})) if head is not None else {}
    broken: set[str] = set()
    rules = _read_rules(reading, rules_path, name, values, broken) if rules_path.is_file() else []
    articles = _read_articles(reading, folder / "articles.yaml", rules, broken)
    verdicts_of = {name for rule in rules for unit in rule.units for name in unit.names}
    cases = _read_cases(reading, folder / "cases.yaml", verdicts_of, broken)
    positions = read_positions(reading, folder / "positions.yaml", words.matters)
    numbers = {one.article for one in articles}
    scores = read_scorecards(reading, folder, name, values, numbers)
    roads = read_roads(reading, folder / "roads.yaml", values, numbers, words)
    clauses = _read_clauses(reading, folder / "clauses.yaml", {rule.id for rule in rules}, broken,
                            {road.id for road in roads})
    voting = read_voting(reading, folder / "voting.yaml", values, numbers, words.ballot_matters)
    forms = read_branch_forms(reading, folder / "branch_forms.yaml", values, numbers, words.procedures)
    meetings = read_meetings(reading, folder / "meetings.yaml", values, numbers,
                             {rule.id for rule in rules}, words)
    topics = read_topics(reading, folder / "topics.yaml", values, numbers, words)
    if head is not None:
        there = folder if isinstance(folder, Path) else None
        directives[name] = Directive(
            head, tuple(rules), tuple(articles), tuple(cases), there, tuple(clauses), values,
            positions, _digest(folder, values), scores.cards, scores.cases, dict(scores.parameters),
            roads, voting, forms, meetings, topics)


def _digest(folder: Path | TextPack, values: Mapping[str, str]) -> str:
    """A digest of all the pack's files and its parameters' values: changes when any of them does."""
    found = hashlib.sha256()
    found_files: Iterable[File] = folder.glob("*.yaml")
    for path in sorted(found_files, key=lambda file: file.name):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    found.update(repr(sorted(values.items())).encode())
    return found.hexdigest()


def _read_rules(
    reading: Reading, path: File, directive: str, values: Mapping[str, str], broken: set[str]
) -> list[Rule]:
    """The rules of a file; the ids of those that cannot be read go to `broken`, so that what names them is not wrong."""
    document, head = reading.read(path, files.RulesHead)
    if head is None:
        broken.add(ANY)
    rules: list[Rule] = []
    lines: dict[str, int] = {}
    for index in range(len(head.rules) if head is not None else 0):
        place: Place = ("rules", index)
        used = put_in(document, place, values)
        model = MODELS.get(_kind(document, place))
        spec = checked(model, document, place) if model is not None else None
        if spec is None:
            broken |= _written_id(document, place)
            continue
        if spec.id in lines:
            document.problem((*place, "id"), spec.id, "本制度里没有用过的编号",
                             f"第 {lines[spec.id]} 行已经用过")
        lines.setdefault(spec.id, document.lines[place])
        rules.append(Rule(directive, spec, document.where(place), used))
    reading.take(document)
    return rules


def _written_id(document: Document, place: Place) -> set[str]:
    data = document.at(place)
    return {data["id"]} if isinstance(data, dict) and isinstance(data.get("id"), str) else set()


def _is_broken(name: str, broken: set[str]) -> bool:
    """Whether a rule, or a constraint of it, is written but cannot be read: that is told where it stands."""
    return ANY in broken or name.partition(".")[0] in broken


def _require_known(
    document: Document, place: Place, name: str, rules: Collection[str], broken: set[str]
) -> None:
    if name not in rules and not _is_broken(name, broken):
        document.problem(place, name, "rules.yaml 里的规则", nearest(name, rules))


def _kind(document: Document, place: Place) -> str:
    """The kind of a rule, if it is one that there is; otherwise the problem is noted."""
    data = document.at(place)
    if not isinstance(data, dict):
        document.problem(place, "不是一组“键: 值”", "一条规则", f"写法见 {DOCUMENTATION}")
        return ""
    kind = data.get("kind")
    known = "、".join(f"{name}（{KINDS[name]}）" for name in MODELS)
    if kind is None:
        document.problem(place, "没有 kind", f"有键 kind，是 {known} 之一")
    elif not isinstance(kind, str) or kind not in KINDS:
        hint = nearest(kind, MODELS) if isinstance(kind, str) else ""
        document.problem((*place, "kind"), str(kind), f"规则种类之一：{known}", hint)
    elif kind not in MODELS:
        document.problem((*place, "kind"), kind, f"现有的规则种类之一：{known}",
                         f"{kind}（{KINDS[kind]}）还没有做")
    else:
        return kind
    return ""


def _read_articles(
    reading: Reading, path: File, rules: Sequence[Rule], broken: set[str]
) -> list[files.Article]:
    if not path.is_file():
        return []
    document, found = reading.read(path, files.ArticlesFile)
    known = {rule.id: rule for rule in rules}
    seen: set[str] = set()
    for index, article in enumerate(found.articles if found is not None else ()):
        place: Place = ("articles", index)
        if article.article in seen:
            document.problem((*place, "article"), article.article, "每个条款只写一次")
        seen.add(article.article)
        for name in article.rules:
            _require_known(document, (*place, "rules"), name, known, broken)
    for rule in rules if found is not None else ():
        if rule.spec.article not in seen:
            hint = nearest(rule.spec.article, seen)
            reading.problems.append(Problem(rule.where, rule.spec.article,
                                            "articles.yaml 里的条款", hint))
    reading.take(document)
    return list(found.articles) if found is not None else []


def _read_clauses(
    reading: Reading, path: File, rules: set[str], broken: set[str], roads: Collection[str]
) -> list[files.Clause]:
    if not path.is_file():
        return []
    document, found = reading.read(path, files.ClausesFile)
    seen: set[str] = set()
    for index, clause in enumerate(found.clauses if found is not None else ()):
        place: Place = ("clauses", index)
        if clause.clause in seen:
            document.problem((*place, "clause"), clause.clause, "每项要求只写一次")
        seen.add(clause.clause)
        for name in clause.rules:
            _require_known(document, (*place, "rules"), name, rules, broken)
        for name in clause.roads:
            if name not in roads:
                document.problem((*place, "roads"), name, "roads.yaml 里的路径", nearest(name, roads))
    reading.take(document)
    return list(found.clauses) if found is not None else []


def _read_cases(
    reading: Reading, path: File, rules: set[str], broken: set[str]
) -> list[files.Case]:
    if not path.is_file():
        return []
    document, found = reading.read(path, files.CasesFile)
    for index, case in enumerate(found.cases if found is not None else ()):
        place: Place = ("cases", index)
        for number, expected in enumerate(case.expect):
            _require_known(document, (*place, "expect", number, "rule"), expected.rule, rules, broken)
        for name in case.none:
            _require_known(document, (*place, "none"), name, rules, broken)
        _check_given(document, (*place, "given"), case)
    reading.take(document)
    return list(found.cases) if found is not None else []


def _check_given(document: Document, place: Place, case: files.Case) -> None:
    for table, rows in case.given.items():
        if table not in TABLES:
            document.problem((*place, table), table, f"表名之一：{'、'.join(TABLES)}",
                             nearest(table, TABLES))
            continue
        columns = TABLES[table].by_name
        for number, row in enumerate(rows):
            for name in row:
                if name not in columns:
                    document.problem((*place, table, number, name), name,
                                     f"{table} 表的列：{'、'.join(columns)}", nearest(name, columns))
