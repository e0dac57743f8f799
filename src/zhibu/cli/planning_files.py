"""Duties to come as a CSV file that Excel opens."""

from __future__ import annotations

from pathlib import Path

from zhibu.cli.csv_files import excel_csv
from zhibu.engine.forecasting import Forecast
from zhibu.engine.forecasting.duties import PLACES, STATES
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.language.words import STRENGTHS

HEAD = ("状态", "组织", "对象", "办什么", "还差", "最早", "最迟", "放假提前到", "谁来办", "制度", "条款", "规则", "语气",
        "前后步骤", "说明")


def write_csv(path: Path, found: Forecast, rulebook: Rulebook) -> None:
    """One row a duty, members not put together, with a byte-order mark."""
    with excel_csv(path, HEAD) as writer:
        for duty in found.duties:
            steps = "；".join(
                f"{PLACES[step.place]}{step.text}" + (f"（{step.latest} 前）" if step.latest else "")
                for step in duty.steps)
            writer.writerow((
                STATES[duty.state], duty.organisation, duty.subject, duty.what, duty.missing,
                duty.earliest, duty.latest, duty.advised, duty.who_text,
                rulebook.directives[duty.directive].head.title, duty.article, duty.rule,
                STRENGTHS[duty.strength], steps, duty.reason))
