"""Smooth noisy curves as TensorBoard does."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidInput


def smooth(values: ArrayLike, *, weight: float) -> NDArray[np.float64]:
    """The debiased exponential moving average of a curve.

    last = weight · last + (1 - weight) · value, starting at 0, divided by (1 - weightⁿ) after n finite
    values, so that the start is not drawn towards 0: ``classicSmoothing`` in TensorBoard's
    ``webapp/widgets/line_chart_v2/data_transformer.ts``. As there, NaN and infinite values pass through and
    leave the average alone. At weight 1, where TensorBoard gives 0, this gives the formula's limit: the
    mean of all values so far.

    Args:
        values: The curve in the order of its steps, shape (n,).
        weight: 0 (no smoothing) to 1.

    Returns:
        As many values as were given, shape (n,).

    Raises:
        InvalidInput: If the weight is outside 0 to 1.
    """
    if not 0 <= weight <= 1:
        raise InvalidInput(f"A smoothing weight of {weight:g} cannot be: choose between 0 and 1.")
    raw = pd.Series(np.asarray(values, dtype=np.float64))
    finite = raw.where(np.isfinite(raw))
    if weight == 1:
        average = finite.expanding().mean()
    else:  # with adjust, pandas divides by the sum of the weights so far, which is the debiasing
        average = finite.ewm(alpha=1 - weight, adjust=True, ignore_na=True).mean()
    return average.where(finite.notna(), raw).to_numpy()
