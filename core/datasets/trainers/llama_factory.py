"""LLaMA-Factory.

Source: https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

TRAINER = Trainer(
    name="llama-factory",
    title="LLaMA-Factory",
    version="0.9.5",
    setups=(
        Setup(
            "DPO and reward models",
            export_named("llama-factory"),
            "json",
            """
{
  "$name": {
    "file_name": "$file",
    "formatting": "sharegpt",
    "ranking": true,
    "columns": {
      "messages": "conversations",
      "chosen": "chosen",
      "rejected": "rejected",
      "system": "system"
    }
  }
}
""",
        ),
        Setup(
            "DPO and reward models, on text",
            export_named("trl"),
            "json",
            """
{
  "$name": {
    "file_name": "$file",
    "formatting": "alpaca",
    "ranking": true,
    "columns": {"prompt": "prompt", "chosen": "chosen", "rejected": "rejected"}
  }
}
""",
        ),
        Setup(
            "KTO, on text",
            export_named("kto"),
            "json",
            """
{
  "$name": {
    "file_name": "$file",
    "formatting": "alpaca",
    "columns": {"prompt": "prompt", "response": "completion", "kto_tag": "label"}
  }
}
""",
        ),
    ),
    beware="The entry of dataset_info.json must name every column: naming one resets the others to none.",
)
