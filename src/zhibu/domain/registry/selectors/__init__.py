"""Reads of the file of a member, scoped by who asks."""

from zhibu.domain.registry.selectors.doubles import (
    differences,
    doubles,
    namesakes_told,
    pair_get,
    spans_told,
)
from zhibu.domain.registry.selectors.files import file_of, looks_of, stations
from zhibu.domain.registry.selectors.lists import (
    care_get,
    clearing_get,
    clearings,
    correction_get,
    corrections,
    entered_by,
    hardship_get,
    kept,
    merging_get,
    mergings,
    reward_get,
)

__all__ = [
    "care_get",
    "clearing_get",
    "clearings",
    "correction_get",
    "corrections",
    "differences",
    "doubles",
    "entered_by",
    "file_of",
    "hardship_get",
    "kept",
    "looks_of",
    "merging_get",
    "mergings",
    "namesakes_told",
    "pair_get",
    "reward_get",
    "spans_told",
    "stations",
]
