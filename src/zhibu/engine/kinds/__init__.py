"""The closed vocabulary of rules: one file a kind. A kind is its keys, its SQL and its wording.

A further kind (vacancy, term, attendance, deadline, streak, vote, sequence, checklist, dues) is one more
file here and one more line in `MODELS`.
"""

from __future__ import annotations

from zhibu.engine.kinds.composition import CompositionRule
from zhibu.engine.kinds.eligibility import EligibilityRule
from zhibu.engine.kinds.frequency import FrequencyRule
from zhibu.engine.kinds.notice import NoticeRule
from zhibu.engine.kinds.record import RecordRule
from zhibu.engine.language.rule import RuleBase

MODELS: dict[str, type[RuleBase]] = {
    "frequency": FrequencyRule,
    "composition": CompositionRule,
    "eligibility": EligibilityRule,
    "notice": NoticeRule,
    "record": RecordRule,
}
