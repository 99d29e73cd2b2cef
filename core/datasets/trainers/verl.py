"""verl.

Source: https://github.com/verl-project/verl/blob/main/verl/utils/dataset/rm_dataset.py.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="verl",
    title="verl",
    version="0.9.1",
    setups=(
        Setup(
            "reward models",
            export_named("verl"),
            "python",
            """
from verl.utils.dataset.rm_dataset import RMDataset

keys = {"prompt_key": "prompt", "chosen_key": "chosen", "rejected_key": "rejected"}
rows = RMDataset("$file", tokenizer="the model's name", **keys)
""",
        ),
    ),
    beware="Prompt and answer are joined as they stand, without a chat template; lists raise.",
)
