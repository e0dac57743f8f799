"""Looking ahead: the duties to come, how much work the rules ask for, and what a change would do."""

from __future__ import annotations

from zhibu.engine.forecasting.duties import SELF, Duty, Forecast, Step, together
from zhibu.engine.forecasting.forecast import forecast

__all__ = ["SELF", "Duty", "Forecast", "Step", "forecast", "together"]
