"""How curves are looked at: what everything chosen beside the charts comes to."""

from dataclasses import dataclass
from enum import StrEnum

from core.curves import Along


class Band(StrEnum):
    """What the band about a group's mean shows; the value stands in the page's address."""

    NONE = "none"
    STANDARD_ERROR = "standard_error"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class View:
    """How all charts of the page are drawn.

    Attributes:
        x: What they are drawn along.
        smoothing: TensorBoard's weight, 0 (none) to 1.
        log_x: Whether x is logarithmic; what is not above 0 has no place then, which the chart says.
        log_y: The same for the values.
        outliers: Whether the y-axis reaches to every value; otherwise to where nearly all of them lie.
        grouped: Whether series of one group are drawn as their mean.
        band: What is drawn about that mean.
    """

    x: Along = Along.RELATIVE_STEP
    smoothing: float = 0.6
    log_x: bool = False
    log_y: bool = False
    outliers: bool = True
    grouped: bool = False
    band: Band = Band.STANDARD_ERROR
