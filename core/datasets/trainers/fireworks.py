"""Fireworks, a service.

Source: https://docs.fireworks.ai/fine-tuning/dpo-fine-tuning.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import DOCUMENTED, Setup, Trainer

TRAINER = Trainer(
    name="fireworks",
    title="Fireworks",
    version=DOCUMENTED,
    setups=(
        Setup(
            "DPO",
            export_named("openai-preference"),
            "bash",
            """
firectl dataset create $name $file
firectl dpo-job create --base-model the-models-name --dataset $name --output-model $name-dpo
""",
        ),
    ),
    beware="It takes no file of fewer than three rows.",
)
