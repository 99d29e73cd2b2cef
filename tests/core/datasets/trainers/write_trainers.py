"""Write down which export each trainer reads and what was run, for people; a test says when to.

To write it anew: ``python -m tests.core.datasets.trainers.write_trainers``.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from core.datasets.trainers import TRAINERS

ROOT = Path(__file__).parents[4]
FILE = ROOT / "docs" / "trainers.md"
RESULTS = ROOT / "tests" / "interop" / "results.json"
NOT_RUN = "not run"
COSTLY = ("openrlhf", "torchtune", "llama-factory", "axolotl")
"""Whose trap costs most, so it is said first."""
STEM = "preference-3-0a1b2c3d"

OPENING = """\
# Trainers

Which export each trainer reads, and what it must be told. `prefstudio export 3 folder --for axolotl`
writes the right one and prints the lines that go with it; the data sets page offers the same under “For
which trainer”. This page is made from the same code (`core/datasets/trainers`), and its last column from
the results of `make interop`, which lets each trainer's own reader read the exports of one set: with
ties, turns, system texts and weights.

## What costs most

"""
BETWEEN = """
## What reads what

Rows that a format cannot say are left out of it and counted: see [the table of
formats](datasets.md#out). Ties and skips are settled when a set is frozen, so every row has a choice.
System texts go where a trainer looks for them: as the first message, or in a field of their own.

"""


def text() -> str:
    """The page."""
    return "".join((OPENING, *_traps(), BETWEEN, *_table(_results()), *_sections()))


def _results() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(RESULTS.read_text()) if RESULTS.is_file() else []
    return found


def _traps() -> Iterator[str]:
    order = sorted(TRAINERS, key=lambda one: COSTLY.index(one.name) if one.name in COSTLY else len(COSTLY))
    yield from (f"- **{one.title}.** {one.beware}\n" for one in order if one.beware)


def _table(results: list[dict[str, Any]]) -> Iterator[str]:
    yield "| trainer | version | export | settings | what was run |\n|---|---|---|---|---|\n"
    for trainer in TRAINERS:
        run = [one for one in results if _anchor(one["trainer"]) in {_anchor(trainer.title), trainer.name}]
        settings = [(setup.export.name, setup.purpose) for setup in trainer.setups]
        for export in dict.fromkeys([*(name for name, _ in settings), *(one["export"] for one in run)]):
            purposes = "; ".join(purpose for name, purpose in settings if name == export)
            cells = (
                trainer.title,
                trainer.version,
                f"`{export}`",
                f"[{purposes}](#{_anchor(trainer.title)})" if purposes else "",
                "; ".join(_told(one) for one in run if one["export"] == export) or NOT_RUN,
            )
            yield f"| {' | '.join(cells)} |\n"


def _told(result: dict[str, Any]) -> str:
    """What one run came to."""
    held = f"{result['rows']:,} rows as the studio holds them" if result["passed"] else "**failed**"
    stood_in: Iterable[str] = result["stood_in"] or ()
    stood_in = [stood_in] if isinstance(stood_in, str) else list(stood_in)
    more = f" (stood in: {', '.join(stood_in)})" if stood_in else ""
    return f"`{result['loader']}` of {result['version']}, {result['date']}: {held}{more}"


def _sections() -> Iterator[str]:
    for trainer in TRAINERS:
        yield f"\n## {trainer.title}\n"
        for setup in trainer.setups:
            lines = setup.lines(f"{STEM}{setup.export.suffix}", STEM)
            yield f"\n{setup.purpose[0].upper()}{setup.purpose[1:]}, `--format {setup.export.name}`:\n"
            yield f"\n```{setup.language}\n{lines}\n```\n"


def _anchor(title: str) -> str:
    """A heading as GitHub links it."""
    return title.lower().replace(" ", "-")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
