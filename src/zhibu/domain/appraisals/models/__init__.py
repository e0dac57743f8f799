"""Tables of the room: organisational-life meetings, lists of problems, appraisals."""

from zhibu.domain.appraisals.models.appraisals import Appraisal, Appraisee
from zhibu.domain.appraisals.models.life import Criticism, LifeMeeting, LifeText, Outline
from zhibu.domain.appraisals.models.measures import Measure, MeasureNote

__all__ = [
    "Appraisal",
    "Appraisee",
    "Criticism",
    "LifeMeeting",
    "LifeText",
    "Measure",
    "MeasureNote",
    "Outline",
]
