"""What programs and the command line may do with life meetings, measures and appraisals."""

from zhibu.domain.appraisals.actions.appraising import APPRAISALS
from zhibu.domain.appraisals.actions.living import LIVING

ACTIONS = (*LIVING, *APPRAISALS)
