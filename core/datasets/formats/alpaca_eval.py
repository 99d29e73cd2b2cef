"""AlpacaEval's annotations: which of two models' outputs a judge prefers.

The fields are those of ``annotations.json`` of https://github.com/tatsu-lab/alpaca_eval: 1 is for
``output_1``, which is the baseline, 2 for ``output_2``, 1.5 a draw, and weighted judges write how likely 2 is
in between; older files have 0 for a draw. Where the judge could not be understood there is null.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="alpaca-eval",
    title="AlpacaEval",
    signs=("instruction", "output_1", "output_2", "generator_1", "generator_2", "preference"),
    columns=Columns(
        "instruction",
        "output_1",
        "output_2",
        choice="preference",
        source_0="generator_1",
        source_1="generator_2",
        annotator="annotator",
        choice_0="1",
        choice_1="2",
        choice_tie="0,1.5",
    ),
    of_choice=(
        "price_per_example",
        "time_per_example",
        "raw_completion",
        "preference_raw_completion",
        "preference_price_per_example",
        "preference_time_per_example",
        "preference_date",
        "preference_version",
    ),
    check_first="Whether output_1 is the baseline's: 1 says that it is better. The annotator is a model.",
    becomes="pairs; 1 is for `output_1`, the baseline's, 2 for `output_2`, and 1.5, in older files 0, a draw",
).as_format()
