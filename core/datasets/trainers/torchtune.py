"""torchtune.

Source: https://docs.pytorch.org/torchtune/stable/basics/preference_datasets.html.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="torchtune",
    title="torchtune",
    version="0.6.1",
    setups=(
        Setup(
            "DPO and reward models",
            export_named("dialogues"),
            "yaml",
            """
dataset:
  _component_: torchtune.datasets.preference_dataset
  source: json
  data_files: $file
  split: train
""",
        ),
    ),
    beware="It ignores a prompt column, so chosen and rejected must be whole dialogues; texts raise. Its "
    "tokenizer for Llama 3 strips every message, so code loses its indentation.",
)
