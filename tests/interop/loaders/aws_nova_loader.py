"""Amazon Nova: botocore's own check of a conversation; the candidates are checked by the guide's words."""

import json
from collections.abc import Iterator
from pathlib import Path

import botocore.session
from botocore.validate import validate_parameters
from given import Given, Row

LABELS = ["preferred", "non-preferred"]
CONVERSE = (
    botocore.session.get_session()
    .get_service_model("bedrock-runtime")
    .operation_model("Converse")
    .input_shape
)


def rows(path: Path) -> Iterator[Row]:
    """The turns as the Converse API of Bedrock takes them, which the rows are written like.

    In words, after the guide on preference data: only the last turn has candidates, it is the assistant's,
    the user begins, and one candidate is preferred, the other not.
    """
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        *turns, last = row["messages"]
        labels = [one["preferenceLabel"] for one in last["candidates"]]
        if sorted(labels) != sorted(LABELS) or last.keys() != {"role", "candidates"}:
            raise SystemExit(f"The last turn is no choice of two: {line}")
        system = row.get("system", [])
        said = [checked(system, turns, candidate["content"]) for candidate in last["candidates"]]
        sides = {label: answer for label, (_, answer) in zip(labels, said, strict=True)}
        yield {"prompt": said[0][0], "chosen": sides[LABELS[0]], "rejected": sides[LABELS[1]]}


def checked(system: list[Row], turns: list[Row], answer: list[Row]) -> tuple[list[Row], list[Row]]:
    """A conversation that ends with one answer, as messages; botocore raises on what it does not know."""
    whole = [*turns, {"role": "assistant", "content": answer}]
    validate_parameters({"modelId": "any", "system": system, "messages": whole}, CONVERSE)
    if [one["role"] for one in whole] != ["user", "assistant"] * (len(whole) // 2):
        raise SystemExit(f"User and assistant do not take turns: {whole}")
    begins = [{"role": "system", "content": one["text"]} for one in system]
    said = [
        {"role": one["role"], "content": "".join(part["text"] for part in one["content"])} for one in whole
    ]
    return begins + said[:-1], said[-1:]


def main() -> None:
    """Read the export that Nova takes."""
    given = Given("Amazon Nova", "botocore", "aws-nova")
    given.read("aws-nova", "botocore Converse, and the guide in words", rows, turns=True)
    given.write()


if __name__ == "__main__":
    main()
