"""Looking ahead: the duties to come, how much work the rules ask for, and what a change would do."""

from __future__ import annotations

from zhibu.engine.forecasting.burden import Burden, burden
from zhibu.engine.forecasting.duties import SELF, Duty, Forecast, Step, together
from zhibu.engine.forecasting.forecast import forecast
from zhibu.engine.forecasting.what_if import Adopt, Retire, WhatIf, what_if

__all__ = [
    "SELF", "Adopt", "Burden", "Duty", "Forecast", "Retire", "Step", "WhatIf",
    "burden", "forecast", "together", "what_if",
]
