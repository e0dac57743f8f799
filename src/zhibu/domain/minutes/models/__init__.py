"""Minutes with their versions and drafts; templates; signals and who looked at them."""

from zhibu.domain.minutes.models.minutes import Choice, Correction, Draft, Minutes, Result, Version
from zhibu.domain.minutes.models.signals import Band, Inspection, Signal
from zhibu.domain.minutes.models.templates import Template

__all__ = [
    "Band", "Choice", "Correction", "Draft", "Inspection", "Minutes", "Result", "Signal", "Template", "Version",
]  # fmt: skip
