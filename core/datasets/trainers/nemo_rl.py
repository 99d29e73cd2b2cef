"""NeMo-RL.

Source: https://github.com/NVIDIA-NeMo/RL/blob/main/docs/guides/dpo.md.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="nemo-rl",
    title="NeMo-RL",
    version="0.7.0",
    setups=(
        Setup(
            "DPO and reward models",
            export_named("nemo-rl"),
            "yaml",
            """
data:
  train:
    data_path: $file
  default:
    dataset_name: PreferenceDataset
""",
        ),
    ),
    beware="Equal ranks are an error; a file of the studio has 0 and 1.",
)
