"""Whether a run would say the same again: judged anew on the same days, by its own packs where they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, repeat

from zhibu.domain.compliance import policies
from zhibu.domain.compliance.choices import Scope, Status
from zhibu.domain.compliance.digests import Digesting, RuleDigests, run_digest
from zhibu.domain.compliance.models import KeptRun, Run
from zhibu.domain.compliance.sealing import book_of, verdicts_of
from zhibu.domain.compliance.selectors.corrections import Correction, corrections_since
from zhibu.domain.compliance.selectors.tampering import Altered, Beside, seal_broken
from zhibu.domain.compliance.sources import whole_copy
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.engine import Rulebook, Verdict, Window
from zhibu.engine.judging.everything import everything_judged
from zhibu.engine.judging.judging import Progress
from zhibu.engine.sentences import figures
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, NotFound
from zhibu.kernel.telling import Tell, rules_told

SHOWN = 200


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule whose verdicts are otherwise now: how many rows then and now."""

    directive: str
    rule: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One verdict of a kept run that is otherwise now; empty where there was or is none."""

    directive: str
    rule: str
    subject: str
    period_start: str
    before: str
    after: str
    actual_before: str = ""
    actual_after: str = ""
    subject_kind: str = ""


@dataclass(slots=True)
class Verification:
    """What checking a run again found; it is the same where nothing is listed."""

    run: Run
    same: bool
    rows: int
    digest: str
    gone: list[str] = field(default_factory=list)  # directives of the run that are not installed now
    other: list[str] = field(default_factory=list)  # … that are installed in another version
    rules: list[RuleDifference] = field(default_factory=list)
    verdicts: list[RowDifference] = field(default_factory=list)
    more: int = 0  # verdicts that are otherwise and not listed
    corrections: list[Correction] = field(default_factory=list)
    by_own_packs: bool = False
    sound: bool = False  # the same, and nothing stored was altered past the program
    broken: list[str] = field(default_factory=list)  # what of the seal is no longer as it was
    altered: list[Altered] = field(default_factory=list)  # stored verdicts that nobody judged so

    @property
    def past_program(self) -> bool:
        """Whether it is otherwise and nothing on record says why."""
        return not self.same and not (self.corrections or self.gone or self.other)

    def lines(self) -> list[str]:
        """The answer as text."""
        fits = "一致：重新核查得出同样的结论。" if self.same else "不一致：重新核查得出的结论不同。"
        found = [fits, *self.broken]
        found += [f"存着的结论 {one.directive} {one.rule} {one.subject} {one.period_start} 被改过："
                  f"存的是{one.stored or '没有'}，应为{one.judged or '没有'}" for one in self.altered[:SHOWN]]  # fmt: skip
        how = "当时封存的规则包" if self.by_own_packs else "现在装着的规则包"
        found.append(f"用{how}重新核查：{self.rows} 条，当时 {self.run.rows} 条。")
        found += [f"规则包 {name} 现在没有装，按它得出的结论没法重算。" for name in self.gone]
        found += [f"规则包 {name} 现在是另一个版本。" for name in self.other]
        found += [f"规则 {one.directive} {one.rule}：当时 {one.before} 条，现在 {one.after} 条，内容不同"
                  for one in self.rules]  # fmt: skip
        found += [f"结论 {one.directive} {one.rule} {one.subject} {one.period_start}："
                  f"{one.before or '没有'} → {one.after or '没有'}" for one in self.verdicts]  # fmt: skip
        if self.more:
            found.append(f"还有 {self.more} 条结论不同，没有列出。")
        if self.corrections:
            found.append("那次核查以后改过的事实：")
        found += [f"  {one.at[:16]} {one.who} {one.what} {one.where} {one.details}".rstrip()
                  for one in self.corrections]  # fmt: skip
        if self.past_program:
            found.append("没有查到改动的记录：可能有人绕过程序直接改了数据库，请核对操作日志。")
        return found


def runs(*, actor: Actor, whole: bool = True) -> list[Run]:
    """The runs, the latest first: judgings of everything, or all of them."""
    policies.run_see(actor)
    found = Run.objects.filter(finished_at__isnull=False).select_related("kept").defer(
        "kept__verdicts", "kept__packs", "rule_digests"
    )
    return list(found.filter(scope=Scope.ALL)[:SHOWN] if whole else found[:SHOWN])


def run_get(*, actor: Actor, pk: int) -> Run:
    """One run; NotFound where there is none."""
    policies.run_see(actor)
    found = Run.objects.filter(pk=pk, finished_at__isnull=False).first()
    if found is None:
        raise NotFound(f"没有第 {pk} 次核查，或者它的记录已经清除。用 zhibu runs list 看有哪些。")
    return found


def kept_of(run: Run) -> KeptRun | None:
    """What is kept of a run."""
    return KeptRun.objects.filter(run=run).first()


def run_verifiable(*, actor: Actor, run: Run) -> None:
    """NotFound where a run left nothing to compare with."""
    policies.run_see(actor)
    if run.scope != Scope.ALL or not run.row_digest:
        raise NotFound("只有对全部组织的核查才留有摘要，可以复核。")


def run_verify(*, actor: Actor, run: Run, tell: Tell | None = None) -> Verification:
    """Judge the run's days again and compare: with its own packs where it is kept, else with today's.

    `tell` hears how far it is.
    """
    run_verifiable(actor=actor, run=run)
    progress = rules_told(tell) if tell else None
    kept = kept_of(run)
    book = rulebook.rulebook() if kept is None else _opened(kept)
    digesting, beside = Digesting(), Beside(run, book)
    with _again(run, book, progress) as verdicts:
        for _ in beside.passing(digesting.passing(verdicts)):
            pass
    digests = digesting.rules()
    digest = run_digest(digests)
    found = Verification(run, digest == run.row_digest, digesting.count, digest)
    found.by_own_packs = kept is not None
    found.broken = seal_broken(kept, book) if kept is not None else []
    found.altered = beside.altered() if found.same else []
    if kept is None:
        found.gone, found.other = _packs(run, book)
    if not found.same:
        found.rules = _rules(run.rule_digests, digests)
        if kept is not None:
            with _again(run, book, progress) as verdicts:
                for one in _rows(verdicts_of(bytes(kept.verdicts)), verdicts):
                    if len(found.verdicts) < SHOWN:
                        found.verdicts.append(one)
                    else:
                        found.more += 1
        found.corrections = corrections_since(run)
    found.sound = found.same and not found.broken and not found.altered
    return found


def _again(run: Run, book: Rulebook, progress: Progress | None) -> AbstractContextManager[Iterator[Verdict]]:
    """The verdicts of the run's days, judged anew."""
    return everything_judged(book, whole_copy(run.as_of), Window(run.since, run.as_of), progress=progress)


def _opened(kept: KeptRun) -> Rulebook:
    try:
        return book_of(bytes(kept.packs))
    except InputError as error:
        raise NotFound(f"封存的规则包这一版程序读不了了，用当时的程序版本复核：\n{error}") from error


def _packs(run: Run, book: Rulebook) -> tuple[list[str], list[str]]:
    now = {key: found.digest for key, found in book.directives.items()}
    used = {name.split()[0] for name in run.rule_digests}
    named = [key for key in run.versions if key in used]
    gone = [key for key in named if key not in now]
    return gone, [key for key in named if key in now and now[key] != run.versions[key]]


def _rules(before: RuleDigests, after: RuleDigests) -> list[RuleDifference]:
    found = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            directive, _, rule = name.partition(" ")
            counts = [int(rows[name][0]) if name in rows else 0 for rows in (before, after)]
            found.append(RuleDifference(directive, rule, *counts))
    return found


def _rows(before: Iterable[Verdict], after: Iterable[Verdict]) -> Iterator[RowDifference]:
    """Both come in the order of their key and go by together."""
    for key, rows in groupby(_sided(before, after), key=lambda pair: pair[1].key):
        sides = dict(rows)
        old, new = sides.get("before"), sides.get("after")
        if old != new:
            directive, rule, subject, start = key
            yield RowDifference(
                directive,
                rule,
                subject,
                start.isoformat(),
                Status(old.status).label if old else "",
                Status(new.status).label if new else "",
                _there(old),
                _there(new),
                next(iter(sides.values())).subject_kind,
            )


def _sided(before: Iterable[Verdict], after: Iterable[Verdict]) -> Iterator[tuple[str, Verdict]]:
    sides = (zip(repeat(name), rows) for name, rows in (("before", before), ("after", after)))
    return merge(*sides, key=lambda pair: pair[1].key)


def _there(verdict: Verdict | None) -> str:
    """What a verdict had, in words; as the exchange form has it where its rule is gone."""
    if verdict is None:
        return ""
    book = rulebook.rulebook()
    try:
        spec = book.rule(verdict.directive, verdict.rule).units[0].spec
    except (InputError, KeyError):
        return verdict.actual
    return figures(spec, verdict.actual, verdict.required, book.words())[0]
