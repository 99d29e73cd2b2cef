"""ms-swift: its `load_dataset` with the preprocessor that it chooses itself, and its `TemplateInputs`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from given import Given, Row
from swift.dataset import load_dataset
from swift.template.template_inputs import StdTemplateInputs, TemplateInputs


def loaded(path: Path) -> Iterable[Row]:
    """The rows of a file as the command's `--dataset` loads them."""
    found, _ = load_dataset([str(path)], split_dataset_ratio=0.0, num_proc=1, strict=True, shuffle=False)
    return found


def pairs(path: Path) -> Iterator[Row]:
    """Both sides as they go to the template."""
    for row in loaded(path):
        inputs = TemplateInputs.from_dict(row)
        yield {
            "chosen": as_messages(inputs.chosen),
            "rejected": as_messages(inputs.rejected),
            "margin": row.get("margin"),
        }


def unpaired(path: Path) -> Iterator[Row]:
    """A question and its only answer, as text, with what is said of it."""
    for row in loaded(path):
        side = TemplateInputs.from_dict(row).chosen
        question, answer = as_messages(side)
        yield {"prompt": question["content"], "completion": answer["content"], "label": side.label}


def as_messages(side: StdTemplateInputs) -> list[dict[str, str]]:
    """A side's system text and turns as messages."""
    system = [{"role": "system", "content": side.system}] if side.system is not None else []
    return system + [{"role": one["role"], "content": one["content"]} for one in side.messages]


def main() -> None:
    """Read every export that ms-swift takes."""
    given = Given("ms-swift", "ms-swift")
    given.read("ms-swift", "load_dataset, AutoPreprocessor", pairs, turns=True, joined=True)
    given.read("kto", "load_dataset, AutoPreprocessor, kto", unpaired, unpaired=True)
    given.write()


if __name__ == "__main__":
    main()
