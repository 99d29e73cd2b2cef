"""Rows of frozen sets out in any format and in again, as a person would bring them, without a database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from core.datasets.exports import Export, FrozenRow, exports_for, write_rows
from core.datasets.exports.dialogue import dialogue, is_hh, split_system
from core.datasets.exports.frozen_row import NOT_SHOWN, candidate_text, prompt_text, why_not_text
from core.datasets.formats import Prompts, Wanted, left_over, recognise
from core.datasets.importing.plan import Shape
from core.datasets.models import DatasetKind
from core.datasets.problems import Problem
from core.datasets.records import PairRecord
from core.datasets.sources import container_of, rows, source_of_bytes
from core.labelling import Outcome

Turns = tuple[Any, ...]

NO_WAY_BACK = {"supervised", "gemini-supervised", "card"}
"""Exports of preference sets that hold one answer a prompt, or none."""
OF_TEXT = {"vertex-rlhf", "trl", "kto", "verl", "argilla"}
"""Those that say a dialogue as one text; all others keep its turns."""
READ_AS = {
    "vertex-rlhf": "vertex",
    "gemini-preference": "gemini",
    "trl-conversational": "trl",
    "dialogues": "trl",
    "kto-conversational": "kto",
    "llama-factory": "trl",
    "axolotl": "trl",
    "verl": "trl",
    "hub": "trl",
    "parquet": "studio",
}
"""What the studio takes its own exports for, where the format has another name."""


def ways_back() -> list[Export]:
    """Every export of pairs that holds both answers."""
    return [one for one in exports_for(DatasetKind.PREFERENCE) if one.name not in NO_WAY_BACK]


def sayable(export: Export, frozen: FrozenRow) -> bool:
    """Whether the format can carry a row, as its own attributes say."""
    return not export.leaves_out or export.why_not(frozen) not in export.leaves_out


def out(export: Export, frozen: Sequence[FrozenRow]) -> tuple[bytes, int]:
    """The file, and how many rows it leaves out."""
    file, left_out = BytesIO(), Counter[str]()
    write_rows(export, frozen, file, left_out=left_out)
    return file.getvalue(), left_out.total()


def back(content: bytes) -> tuple[str, list[PairRecord]]:
    """What the file is taken for, and the pairs it holds; nothing in it is refused or asked about."""
    source = source_of_bytes("rows", content)
    read = [(line, row) for line, row in rows(source, container_of(source), lambda *_, **__: None)]
    assert not [row for _, row in read if isinstance(row, Problem)]
    found = recognise([row for _, row in read], Wanted.PAIRS)
    assert not found.question, found.question
    shape = Shape.of(found)
    adapt = shape.format.adapter(Wanted.PAIRS, shape.columns, Prompts())
    made = [one for line, row in read for one in adapt(line, row)]
    made += left_over(adapt)
    assert not [one for one in made if isinstance(one, Problem)], made
    return found.format.name, made


def frozen_of(record: PairRecord) -> FrozenRow:
    """A record as it stands in a set that was frozen of it alone; of a tie a coin has made a choice."""
    texts = {"input_text": record.input_text}
    texts |= {"candidate_0": record.candidate_0, "candidate_1": record.candidate_1}
    tied = isinstance(record.choice, Outcome)
    outcome = record.choice if tied else f"candidate_{record.choice}"
    evidence: dict[str, Any] = {
        "pair": "f00d",
        "decided_by": "coin" if tied else "judgments",
        "judgments": [{"annotator": 1, "outcome": str(outcome), "purpose": "imported"}],
        "metadata": record.extra,
    }
    if record.conversation:
        evidence["conversation"] = record.conversation
    return FrozenRow({**texts, "choice": 0 if tied else record.choice}, evidence)


def texts_of(frozen: FrozenRow) -> tuple[str, str, str]:
    """The prompt, the better and the worse answer."""
    row = frozen.row
    choice = row["choice"]
    return prompt_text(row), candidate_text(row, choice), candidate_text(row, 1 - choice)


def turns_of(frozen: FrozenRow) -> tuple[str, Turns, Turns, Turns]:
    """The system text, the turns of the prompt, and those of the better and of the worse answer."""
    said = dialogue(frozen)
    system, prompt = split_system(said.prompt)
    return system, _turns(prompt), _turns(said.chosen), _turns(said.rejected)


def same(one: FrozenRow, other: FrozenRow, *, turns: bool) -> bool:
    """Whether two rows say the same, in turns or as text.

    The texts of hh-rlhf become turns in formats of messages, whose text is another.
    """
    if why_not_text(one) == NOT_SHOWN:
        said = [frozen.evidence["conversation"]["prompt"] for frozen in (one, other)]
        return said[0] == said[1] and texts_of(one) == texts_of(other)
    if turns and turns_of(one) != turns_of(other):
        return False
    return texts_of(one) == texts_of(other) or (turns and is_hh(one))


def _turns(messages: Iterable[dict[str, Any]]) -> Turns:
    return tuple((one["role"], one["content"]) for one in messages)
