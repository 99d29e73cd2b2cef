"""AlpacaFarm's preferences of people and of models, between two outputs for an instruction.

The fields are those of ``alpaca_human_preference`` and its like in
https://huggingface.co/datasets/tatsu-lab/alpaca_farm: ``preference`` is 1 or 2, the better output;
``raw_preference`` is how it was asked for.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="alpaca-farm",
    title="AlpacaFarm",
    signs=("instruction", "output_1", "output_2", "preference", "raw_preference"),
    but=("generator_1",),
    columns=Columns(
        "instruction",
        "output_1",
        "output_2",
        choice="preference",
        annotator="annotator_index",
        choice_0="1",
        choice_1="2",
    ),
    of_choice=("raw_preference",),
    check_first="Whether low values of raw_preference go with 1, the first output.",
    becomes="pairs; 1 is for `output_1`, 2 for `output_2`; an `input` stands below its instruction",
).as_format()
