"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zhibu.domain.compliance.choices import SIGNS, Status, Strength
from zhibu.engine.wording import article_label
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.engine.language.rulebook import Directive
    from zhibu.web.rulebook.pages import ArticleShown, Shown


def directives(shown: Iterable[Shown]) -> Sheet:
    """The directives as listed."""
    columns = (
        Column("名称", 50),
        Column("文号", 22),
        Column("发文机关", 34),
        Column("层级", 14),
        Column("施行", 12, True),
        Column("条数", 8, True),
        Column("规则数", 8, True),
        Column("在哪里执行", 40),
    )
    rows = [
        (
            one.directive.head.title,
            one.directive.head.number,
            one.directive.head.issuer,
            one.level,
            one.directive.head.effective,
            len(one.directive.articles),
            one.rules,
            "；".join(f"{a.organisation} {a.since} 起" for a in one.adoptions),
        )
        for one in shown
    ]
    return Sheet("制度库", columns, rows, landscape=True)


def articles(directive: Directive, shown: Iterable[ArticleShown]) -> Sheet:
    """The articles of a directive with their rules and how they stand."""
    columns = (
        Column("条", 12, True),
        Column("要义（不是原文）", 60),
        Column("由什么落实", 16),
        Column("规则", 40),
        Column("语气", 8, True),
        Column("现状", 26),
    )
    rows = []
    for article in shown:
        if not article.rules:
            rows.append((article.label, article.gist, article.answers, "", "", ""))
        for one in article.rules:
            spec = one.rule.spec
            stand = "　".join(f"{SIGNS[Status(code)]} {count}" for code, count in one.counts)
            word = str(Strength(spec.strength).label)
            rows.append((article.label, article.gist, article.answers, spec.sentence, word, stand))
    return Sheet(f"{directive.head.title}条文要义", columns, rows, landscape=True)


def compared(chosen: Iterable[Directive], shown: Iterable[Any]) -> Sheet:
    """Matters with what each directive says, one column a directive."""
    titles = [found.head.title for found in chosen]
    columns = (
        Column("问题", 34),
        *(Column(title, 40) for title in titles),
        Column("谁严谁宽", 34),
        Column("没有另作决定时", 44),
        Column("这里的决定", 40),
    )
    rows = [
        (
            row.matter.question,
            *("；".join(_said(one) for one in said) for _, said in row.sides),
            "；".join(
                f"《{_title(row, p.one)}》比《{_title(row, p.other)}》{p.chinese}"
                for p in row.matter.pairs
            ),
            row.matter.reading,
            f"{row.decision.reading}（{row.decision.decided_by}，{row.decision.since} 起）"
            if row.decision
            else "",
        )
        for row in shown
    ]
    return Sheet("制度比对", columns, rows, landscape=True)


def _said(one: Any) -> str:
    return f"{article_label(one.article)}（{Strength(one.strength).label}）{one.text}"


def _title(row: Any, key: str) -> str:
    return next((found.head.title for found, _ in row.sides if found.id == key), key)
