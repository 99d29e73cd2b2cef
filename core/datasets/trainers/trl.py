"""TRL.

Source: https://huggingface.co/docs/trl/dataset_formats and the files of ``trl/scripts``.
"""

from core.datasets.exports import export_named
from core.datasets.models import DatasetKind
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="trl",
    title="TRL",
    version="1.16.0",
    setups=(
        Setup(
            "DPO and reward models",
            export_named("trl-conversational"),
            "yaml",
            """
# trl dpo --config this.yaml (or trl reward)
datasets:
  - path: json
    data_files: $file
    columns: [prompt, chosen, rejected]  # and margin, for a reward model on an export with --margin
""",
        ),
        Setup(
            "DPO and reward models, on text",
            export_named("trl"),
            "yaml",
            """
# trl dpo --config this.yaml (or trl reward); no chat template is applied
datasets:
  - path: json
    data_files: $file
    columns: [prompt, chosen, rejected]
""",
        ),
        Setup(
            "KTO",
            export_named("kto-conversational"),
            "yaml",
            """
# trl kto --config this.yaml
datasets:
  - path: json
    data_files: $file
""",
        ),
        Setup(
            "RLOO and GRPO, on prompts",
            export_named("trl-conversational"),
            "yaml",
            """
# trl grpo --config this.yaml (or trl rloo)
datasets:
  - path: json
    data_files: $file
    columns: [prompt]
""",
            DatasetKind.PROMPT,
        ),
    ),
    beware="Reward rows over max_length are dropped without a word.",
)
