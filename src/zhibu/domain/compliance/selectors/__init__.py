"""Reads of the room for doors: desk, grid, finding, lists; all through what the actor may see."""

from zhibu.domain.compliance.selectors.desk import Desk, desk, homes_of
from zhibu.domain.compliance.selectors.finding import Finding, Key, NotThatDay, finding, finding_of
from zhibu.domain.compliance.selectors.items import Item, items_of
from zhibu.domain.compliance.selectors.lines import Filter, Line
from zhibu.domain.compliance.selectors.listing import (
    Wanted,
    body_get,
    counts_by_rule,
    misses_besides,
    statuses,
    verdict_list,
    verdicts_of_member,
)
from zhibu.domain.compliance.selectors.names import names_of
from zhibu.domain.compliance.selectors.preview import Preview, adoption_preview
from zhibu.domain.compliance.selectors.runs import changes_recent, run_latest, stale_reason
from zhibu.domain.compliance.selectors.trial import Trial, rule_trial
from zhibu.domain.compliance.selectors.year import lines_below, lines_filled, years_shown

__all__ = [
    "Desk",
    "Filter",
    "Finding",
    "Item",
    "Key",
    "Line",
    "NotThatDay",
    "Preview",
    "Trial",
    "Wanted",
    "adoption_preview",
    "body_get",
    "changes_recent",
    "counts_by_rule",
    "desk",
    "finding",
    "finding_of",
    "homes_of",
    "items_of",
    "lines_below",
    "lines_filled",
    "misses_besides",
    "names_of",
    "rule_trial",
    "run_latest",
    "stale_reason",
    "statuses",
    "verdict_list",
    "verdicts_of_member",
    "years_shown",
]
