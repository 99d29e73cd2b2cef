"""LLaMA-Factory: its `get_dataset`, with the entries of dataset_info.json that the studio writes."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from given import Given, Row, stand_in

stand_in("torchaudio", "reads sound")

from llamafactory.data import get_dataset, get_template_and_fix_tokenizer  # noqa: E402
from llamafactory.hparams import DataArguments, ModelArguments  # noqa: E402
from tiny_tokenizer import save_tiny_model, tiny_tokenizer  # noqa: E402
from transformers import Seq2SeqTrainingArguments  # noqa: E402


class Loader:
    """Reads files as `llamafactory-cli train` does with `stage: rm`, up to the tokens."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.model = save_tiny_model(scratch / "model")

    def rows(self, path: Path, *, info: str) -> Iterator[Row]:
        """The rows of a data set, told by this dataset_info.json beside the file."""
        folder = self.scratch / path.stem
        folder.mkdir()
        shutil.copy(path, folder)
        (folder / "dataset_info.json").write_text(info, encoding="utf-8")
        data = DataArguments(
            dataset=next(iter(json.loads(info))),
            dataset_dir=str(folder),
            template="chatml",
            cutoff_len=100_000,
        )
        tokenizer = tiny_tokenizer()
        found = get_dataset(
            get_template_and_fix_tokenizer(tokenizer, data),
            ModelArguments(model_name_or_path=str(self.model), cache_dir=str(self.scratch / "cache")),
            data,
            Seq2SeqTrainingArguments(output_dir=str(self.scratch / "out"), use_cpu=True, report_to=[]),
            stage="rm",
            tokenizer=tokenizer,
        )
        for row in found["train_dataset"]:
            said = {}
            for name in ("chosen", "rejected"):
                tokens, labels = row[f"{name}_input_ids"], row[f"{name}_labels"]
                start = sum(label == -100 for label in labels)  # where the loss begins
                said["prompt"] = tokenizer.decode(tokens[:start])
                said[name] = tokenizer.decode(tokens[start:])
            yield said


def alpaca(loader: Loader, path: Path) -> Iterator[Row]:
    """Rows of text, told by an entry as LLaMA-Factory's data/README.md has it."""
    columns = {name: name for name in ("prompt", "chosen", "rejected")}
    entry = {"file_name": path.name, "ranking": True, "columns": columns}
    return loader.rows(path, info=json.dumps({"text": entry}))


def main() -> None:
    """Read every export that LLaMA-Factory takes."""
    given = Given("LLaMA-Factory", "llamafactory", "llama-factory")
    loader = Loader(given.scratch)
    sharegpt = partial(loader.rows, info=given.configurations["llama-factory"])
    given.read("llama-factory", "get_dataset, sharegpt", sharegpt, turns=True, template="chatml")
    text = partial(alpaca, loader)
    given.read("trl", "get_dataset, alpaca", text, template="chatml")
    given.write()


if __name__ == "__main__":
    main()
