"""A project of realistic pairs: posts of 250 words, two summaries of 40, imported as people do it."""

import json
import random
from pathlib import Path

from core.access import SYSTEM, NewPerson, PersonView, Role, add_person
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of
from core.labelling import ProjectSettings, ProjectView
from core.labelling.projects import create_project
from core.services import Studio

POST_WORDS, SUMMARY_WORDS = 250, 40
JUDGMENTS_PER_PAIR = 3
STOCK = 100_000


def fill(studio: Studio, folder: Path, *, pairs: int, people: int) -> tuple[ProjectView, list[PersonView]]:
    """Import ``pairs`` pairs into a new project that wants three judgments each; add its annotators."""
    with studio.db.write() as session:
        added = [
            add_person(session, SYSTEM, NewPerson(f"Annotator {number}", Role.ANNOTATOR))
            for number in range(people)
        ]
        settings = ProjectSettings("Posts", judgments_per_pair=JUDGMENTS_PER_PAIR)
        project = create_project(session, SYSTEM, settings)
    file = folder / "pairs.jsonl"
    _write(file, pairs)
    plan = ImportPlan(project, DatasetKind.PREFERENCE, file.name)
    import_rows(studio.db, SYSTEM, plan, [source_of(file)])
    file.unlink()
    return project, added


def _write(file: Path, pairs: int) -> None:
    lots = random.Random(7)  # noqa: S311 - texts, not secrets
    words = ["".join(lots.choices("abcdefghijklmnopqrstuvwxyz", k=lots.randint(2, 8))) for _ in range(STOCK)]

    def text(length: int) -> str:
        start = lots.randrange(STOCK - length)
        return " ".join(words[start : start + length])

    with file.open("w", encoding="utf-8") as lines:
        for number in range(pairs):
            row = {
                "input_text": f"{number}: {text(POST_WORDS)}",
                "candidate_0": text(SUMMARY_WORDS),
                "candidate_1": text(SUMMARY_WORDS),
            }
            lines.write(json.dumps(row) + "\n")
