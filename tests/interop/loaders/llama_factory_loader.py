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
    """Reads files as `llamafactory-cli train` does, up to the tokens."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.model = save_tiny_model(scratch / "model")
        self.tokenizer = tiny_tokenizer()

    def read(self, path: Path, *, info: str, stage: str) -> list[Row]:
        """The tokens of a data set, told by this dataset_info.json beside the file."""
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
        found = get_dataset(
            get_template_and_fix_tokenizer(self.tokenizer, data),
            ModelArguments(model_name_or_path=str(self.model), cache_dir=str(self.scratch / "cache")),
            data,
            Seq2SeqTrainingArguments(output_dir=str(self.scratch / "out"), use_cpu=True, report_to=[]),
            stage=stage,
            tokenizer=self.tokenizer,
        )
        return list(found["train_dataset"])

    def halves(self, row: Row, before: str = "") -> tuple[str, str]:
        """What stands before the loss begins, and what it is of."""
        tokens, labels = row[f"{before}input_ids"], row[f"{before}labels"]
        start = sum(label == -100 for label in labels)
        return self.tokenizer.decode(tokens[:start]), self.tokenizer.decode(tokens[start:])

    def pairs(self, path: Path, *, info: str) -> Iterator[Row]:
        """The rows with `stage: rm`."""
        for row in self.read(path, info=info, stage="rm"):
            prompt, chosen = self.halves(row, "chosen_")
            yield {"prompt": prompt, "chosen": chosen, "rejected": self.halves(row, "rejected_")[1]}

    def unpaired(self, path: Path, *, info: str) -> Iterator[Row]:
        """The rows with `stage: kto`."""
        for row in self.read(path, info=info, stage="kto"):
            prompt, completion = self.halves(row)
            yield {"prompt": prompt, "completion": completion, "label": row["kto_tags"]}


def main() -> None:
    """Read every export that LLaMA-Factory takes."""
    given = Given("LLaMA-Factory", "llamafactory", "llama-factory")
    loader = Loader(given.scratch)
    lines = given.configurations
    sharegpt = partial(loader.pairs, info=lines["llama-factory"])
    given.read("llama-factory", "get_dataset, sharegpt", sharegpt, turns=True, template="chatml")
    text = partial(loader.pairs, info=lines["trl"])
    given.read("trl", "get_dataset, alpaca", text, template="chatml")
    unpaired = partial(loader.unpaired, info=lines["kto"])
    given.read("kto", "get_dataset, alpaca, kto", unpaired, template="chatml", unpaired=True)
    given.write()


if __name__ == "__main__":
    main()
