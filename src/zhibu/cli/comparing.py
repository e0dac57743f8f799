"""How `zhibu rules compare` shows its matters: as text, and as a CSV file that Excel opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhibu.cli.csv_files import excel_csv
from zhibu.engine.comparing import Compared, Said
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.words import STRENGTHS
from zhibu.engine.wording import article_label

HEAD = ("问题", "是什么", "制度", "条款", "语气", "怎么说", "规则", "同别的制度比", "默认读法", "为什么", "须核对")


def listed(rulebook: Rulebook, found: Sequence[Compared]) -> Iterator[str]:
    """Each matter with what is said, the relations and the default reading."""
    for matter in found:
        yield f"{matter.matter}  {matter.question}" + ("（须核对）" if matter.doubtful else "")
        for said in matter.said:
            yield f"    {_title(rulebook, said)} {article_label(said.article)}（{STRENGTHS[said.strength]}）{said.text}"
        for pair in matter.pairs:
            yield f"    {pair.one} 比 {pair.other}：{pair.chinese}"
        yield f"    默认：{matter.reading}（{matter.reason}）"
    different = sum(matter.differs for matter in found)
    yield f"共 {len(found)} 个问题，说法不同的 {different} 个。"


def _title(rulebook: Rulebook, said: Said) -> str:
    return f"《{rulebook.directives[said.directive].head.title}》"


def write(path: Path, rulebook: Rulebook, found: Sequence[Compared]) -> None:
    """The same as a CSV file with a byte-order mark, one row for each thing said."""
    with excel_csv(path, HEAD) as writer:
        for matter in found:
            for said in matter.said:
                pairs = "；".join(
                    f"{pair.one} 比 {pair.other}：{pair.chinese}" for pair in matter.pairs
                    if said.directive in (pair.one, pair.other))
                writer.writerow((
                    matter.matter, matter.question, said.directive, said.article,
                    STRENGTHS[said.strength], said.text, said.rule, pairs, matter.reading,
                    matter.reason, "是" if said.doubtful else ""))
