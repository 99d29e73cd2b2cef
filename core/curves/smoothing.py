"""Smooth noisy curves as TensorBoard does."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidInput


def smooth(values: ArrayLike, *, weight: float) -> NDArray[np.float64]:
    """The debiased exponential moving average of a curve, as TensorBoard draws it.

    last = weight · last + (1 - weight) · value, starting at 0, divided by (1 - weightⁿ) after n finite
    values, so that the start is not drawn towards 0: ``classicSmoothing`` in TensorBoard's
    ``webapp/widgets/line_chart_v2/data_transformer.ts``. As there, NaN and infinite values pass through and
    leave the average alone, a curve of one value throughout comes back as it is (its issue 786: rounding
    made it wobble), and at weight 1, where the division is left out, every finite value comes to 0.

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
    raw = np.asarray(values, dtype=np.float64)
    if weight == 0 or (raw == raw[:1]).all():
        return raw.copy()
    finite = np.isfinite(raw)
    if weight == 1:
        return np.where(finite, 0.0, raw)
    import pandas as pd  # noqa: PLC0415 - heavy, and only what is drawn is smoothed

    # With adjust, pandas divides by the sum of the weights so far, which is the debiasing.
    weights = pd.Series(np.where(finite, raw, np.nan)).ewm(alpha=1 - weight, adjust=True, ignore_na=True)
    return np.where(finite, weights.mean().to_numpy(), raw)
