"""Axolotl.

Source: https://docs.axolotl.ai/docs/rlhf.html.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="axolotl",
    title="Axolotl",
    version="0.19.0",
    setups=(
        Setup(
            "DPO",
            export_named("axolotl"),
            "yaml",
            """
rl: dpo
datasets:
  - path: $file
    ds_type: json
    split: train
    type: chat_template.default
    field_messages: messages
    field_chosen: chosen
    field_rejected: rejected
""",
        ),
        Setup(
            "DPO, on text",
            export_named("trl"),
            "yaml",
            """
rl: dpo
datasets:
  - path: $file
    ds_type: json
    split: train
    type: chatml.default  # or llama3.default: the template of the model
""",
        ),
        Setup(
            "KTO, on text",
            export_named("kto"),
            "yaml",
            """
rl: kto
remove_unused_columns: false
datasets:
  - path: $file
    ds_type: json
    split: train
    type: chatml.prompt_pairs
""",
        ),
    ),
    beware="Its text templates (chatml.default, llama3.default) print a list of messages as Python would. "
    "On a chat template, an answer that the template itself says, such as user, is cut at the wrong place.",
)
