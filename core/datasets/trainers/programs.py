"""Trainers that are run on machines of one's own.

Sources: the readers of the versions named, and their documentation; `docs/trainers.md` says which were run.
"""

from core.datasets.exports import export_named
from core.datasets.models import DatasetKind
from core.datasets.trainers.trainer import Setup, Trainer

TRL = Trainer(
    "trl",
    "TRL",
    "1.16.0",
    (
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
    "Reward rows over max_length are dropped without a word.",
)

LLAMA_FACTORY = Trainer(
    "llama-factory",
    "LLaMA-Factory",
    "0.9.5",
    (
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
    ),
    "The entry of dataset_info.json must name every column: naming one resets the others to none.",
)

OPENRLHF = Trainer(
    "openrlhf",
    "OpenRLHF",
    "0.11.2",
    (
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
    "Without --data.prompt_key it drops the prompt and trains on answers alone: its default is none.",
)

AXOLOTL = Trainer(
    "axolotl",
    "Axolotl",
    "0.19.0",
    (
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
    "Its text templates (chatml.default, llama3.default) print a list of messages as Python writes it.",
)

TORCHTUNE = Trainer(
    "torchtune",
    "torchtune",
    "0.6.1",
    (
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
    "It ignores a prompt column, so chosen and rejected must be whole dialogues; texts raise.",
)

VERL = Trainer(
    "verl",
    "verl",
    "0.9.1",
    (
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
    "Prompt and answer are joined as they stand, without a chat template; lists raise.",
)

NEMO_RL = Trainer(
    "nemo-rl",
    "NeMo-RL",
    "0.6.0",
    (
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
    "Equal ranks are an error; a file of the studio has 0 and 1.",
)

MS_SWIFT = Trainer(
    "ms-swift",
    "ms-swift",
    "4.6.0",
    (
        Setup(
            "DPO and reward models",
            export_named("ms-swift"),
            "bash",
            """
swift rlhf --rlhf_type dpo --dataset $file
# a reward model: --rlhf_type rm; with margins, on an export with --margin
""",
        ),
    ),
    "A row without a rejected answer is deleted with a line in the log.",
)
