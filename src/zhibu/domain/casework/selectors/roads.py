"""The roads through a procedure that an organisation may take on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.casework.merging import MergedStep
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Road:
    """One road as it is to be gone here: its own steps and what other directives in force add."""

    key: str  # DIRECTIVE/ROAD; empty where the procedure's file alone gives the steps
    procedure: str
    label: str
    gist: str
    directive: str
    article: str
    manner: str  # of posts that result; may be empty
    effect_after: str  # step after which it is in force; may be empty
    steps: tuple[MergedStep, ...]


def roads(organisation: Organisation, procedure: str, on: dt.date) -> list[Road]:
    """The roads on offer, those of higher directives first; one with an empty key where none is laid down."""
    raise NotImplementedError


def road_of(case: Case) -> Road:
    """The road by which a case is run, by the directives in force on the day it began."""
    raise NotImplementedError
