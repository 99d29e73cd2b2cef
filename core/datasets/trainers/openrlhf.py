"""OpenRLHF.

Source: https://github.com/OpenRLHF/OpenRLHF, ``openrlhf/datasets`` and ``openrlhf/cli``.
"""

from core.datasets.exports import export_named
from core.datasets.models import DatasetKind
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="openrlhf",
    title="OpenRLHF",
    version="0.11.2",
    setups=(
        Setup(
            "DPO and reward models, on a chat template",
            export_named("trl-conversational"),
            "bash",
            """
--data.dataset $file \\
--data.prompt_key prompt \\
--data.chosen_key chosen \\
--data.rejected_key rejected \\
--data.apply_chat_template
# a reward model with margins: an export with --margin, and --model.margin_loss_enable
""",
        ),
        Setup(
            "DPO and reward models, on text",
            export_named("trl"),
            "bash",
            """
--data.dataset $file \\
--data.prompt_key prompt \\
--data.chosen_key chosen \\
--data.rejected_key rejected
""",
        ),
        Setup(
            "reward models, on whole dialogues",
            export_named("dialogues"),
            "bash",
            """
--data.dataset $file \\
--data.chosen_key chosen \\
--data.rejected_key rejected \\
--data.apply_chat_template
""",
        ),
        Setup(
            "PPO, on prompts",
            export_named("trl-conversational"),
            "bash",
            """
--data.prompt_dataset $file \\
--data.input_key prompt \\
--data.apply_chat_template
""",
            DatasetKind.PROMPT,
        ),
    ),
    beware="Without --data.prompt_key it drops the prompt and trains on answers alone: its default is none.",
)
