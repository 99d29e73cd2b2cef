"""A project at a glance for whoever leads it: how it is set up, who is stuck, when it will be done."""

from core.labelling.overview.forecasting import FEWEST_DAYS, Forecast, forecast, paces_of
from core.labelling.overview.setting_up import SetUp, read_set_up
from core.labelling.overview.team import Trouble, TroubledMember, read_troubles

__all__ = [
    "FEWEST_DAYS",
    "Forecast",
    "SetUp",
    "Trouble",
    "TroubledMember",
    "forecast",
    "paces_of",
    "read_set_up",
    "read_troubles",
]
