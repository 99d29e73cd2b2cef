"""ms-swift.

Source: https://swift.readthedocs.io/en/latest/Customization/Custom-dataset.html.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="ms-swift",
    title="ms-swift",
    version="4.6.0",
    setups=(
        Setup(
            "DPO and reward models",
            export_named("ms-swift"),
            "bash",
            """
swift rlhf --rlhf_type dpo --dataset $file
# a reward model: --rlhf_type rm; with margins, on an export with --margin
""",
        ),
        Setup("KTO, on text", export_named("kto"), "bash", "swift rlhf --rlhf_type kto --dataset $file"),
    ),
    beware="A row without a rejected answer is deleted with a line in the log.",
)
