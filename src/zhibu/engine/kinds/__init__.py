"""The closed vocabulary of rules: one file a kind. A kind is its keys, its SQL and its wording.

A further kind is one more file here and one more line in `MODELS`.
"""

from __future__ import annotations

from zhibu.engine.kinds.any_of import AnyOfRule
from zhibu.engine.kinds.attendance import AttendanceRule
from zhibu.engine.kinds.checklist import ChecklistRule
from zhibu.engine.kinds.composition import CompositionRule
from zhibu.engine.kinds.deadline import DeadlineRule
from zhibu.engine.kinds.dues import DuesRule
from zhibu.engine.kinds.eligibility import EligibilityRule
from zhibu.engine.kinds.frequency import FrequencyRule
from zhibu.engine.kinds.notice import NoticeRule
from zhibu.engine.kinds.record import RecordRule
from zhibu.engine.kinds.sequence import SequenceRule
from zhibu.engine.kinds.streak import StreakRule
from zhibu.engine.kinds.term import TermRule
from zhibu.engine.kinds.vacancy import VacancyRule
from zhibu.engine.kinds.vote import VoteRule
from zhibu.engine.language.rule import RuleBase

MODELS: dict[str, type[RuleBase]] = {
    "frequency": FrequencyRule,
    "composition": CompositionRule,
    "eligibility": EligibilityRule,
    "vacancy": VacancyRule,
    "term": TermRule,
    "notice": NoticeRule,
    "record": RecordRule,
    "attendance": AttendanceRule,
    "vote": VoteRule,
    "checklist": ChecklistRule,
    "streak": StreakRule,
    "dues": DuesRule,
    "sequence": SequenceRule,
    "deadline": DeadlineRule,
    "any_of": AnyOfRule,
}
