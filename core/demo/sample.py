"""Load the sample project, take it away, put it back.

Its posts, candidates and judgments were written for this project; they are in the files beside.
"""

import json
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from core.access import SYSTEM, Action, Person, PersonKind, PersonView, Role, check_anew
from core.datasets import DatasetKind
from core.datasets.importing import fingerprint_of, insert_records
from core.datasets.records import PairRecord, PromptRecord
from core.db import Database, now
from core.demo import had_a_project
from core.errors import Conflict, NotFound
from core.labelling import Judgment, Outcome, Pair, Project, ProjectSettings, ProjectView
from core.labelling.hashing import left_candidate
from core.labelling.judging import Ledger, Work
from core.labelling.projects import create_project
from core.removing import remove_project
from core.storage import ObjectStore

SAMPLE_NAME = "Sample: summarise posts"
PAIR_FILES = ("pairs_1.jsonl", "pairs_2.jsonl")
EVALUATION_FILE = "evaluation.jsonl"
SAMPLE_IDS = UUID("0f6c9c54-6c3b-4b8e-9a1a-5f0d6f1f7a11")
INSTRUCTION = "Summarize in less than 50 words."
GUIDELINES = """\
A good summary lets somebody who has not read the post understand what its author is going through and what \
he or she wants to know.

Prefer the summary that
1. says only what the post says,
2. keeps the question, if there is one,
3. leaves out what does not matter,
4. reads well.

If both are equally good or equally bad, it is a tie. Skip a pair only if you cannot judge it."""


def load_sample(db: Database) -> ProjectView | None:
    """Fill a database that never had a project with the sample; a sample that was removed stays away.

    Returns:
        The sample project if it was made now, else None.
    """
    with db.write() as session:
        if had_a_project(session):
            return None
        return _make(session, SYSTEM)


def put_sample_back(session: Session, actor: PersonView) -> ProjectView:
    """Make the sample once more, for somebody who wants to look at one after all.

    Raises:
        NotAllowed: The actor may not make projects.
        Conflict: It is there, or another project has its name.
    """
    check_anew(session, actor, Action.CREATE_PROJECT)
    there = session.exec(select(Project.name).where(col(Project.is_sample).is_(True))).first()
    if there is not None:
        raise Conflict(f"The sample is here already, as “{there}”; it may be archived.")
    return _make(session, actor)


def remove_sample(db: Database, store: ObjectStore, actor: PersonView, *, runs_folder: Path) -> None:
    """Remove the sample project, as `remove_project` does.

    Raises:
        NotFound: There is no sample project (any more).
        Conflict: One of its runs is still going on.
        NotAllowed: The actor may not delete it.
    """
    with db.read() as session:
        project = session.exec(select(Project).where(col(Project.is_sample).is_(True))).first()
    if project is None or project.id is None:
        raise NotFound("There is no sample project; it has been removed already.")
    remove_project(db, store, actor, project.id, name=project.name, runs_folder=runs_folder)


def _make(session: Session, actor: PersonView) -> ProjectView:
    settings = ProjectSettings(SAMPLE_NAME, INSTRUCTION, GUIDELINES, judgments_per_pair=3)
    project = create_project(session, actor, settings, is_sample=True)
    rows = [row for name in PAIR_FILES for row in _rows(name)]
    _load_pairs(session, project, rows)
    _load_prompts(session, project, rows)
    return project


def _load_pairs(session: Session, project: ProjectView, rows: list[dict[str, Any]]) -> None:
    records = [_pair_record(number, row) for number, row in enumerate(rows, start=1)]
    insert_records(session, project, DatasetKind.PREFERENCE, records, origin="sample")
    pairs = session.exec(select(Pair).where(Pair.project_id == project.id))
    stored = {pair.content_hash: pair for pair in pairs}
    people = _people(session, rows)
    moment = now() - timedelta(days=2)
    ledger = Ledger(session, project)
    for record, row in zip(records, rows, strict=True):
        pair = stored[fingerprint_of(record)]
        work = Work(pair.id or 0, pair.pool)
        for answer in row["judgments"]:
            moment += timedelta(seconds=answer["seconds"])
            judgment = _judgment(project, pair, people[answer["annotator"]], answer, moment)
            ledger.judge(work, judgment.model_dump())
    ledger.write()


def _judgment(
    project: ProjectView, pair: Pair, person_id: int, answer: dict[str, Any], at: datetime
) -> Judgment:
    pair_id = pair.id or 0
    return Judgment(
        id=str(uuid5(SAMPLE_IDS, f"{pair.content_hash}/{person_id}")),
        project_id=project.id,
        pair_id=pair_id,
        person_id=person_id,
        outcome=Outcome(answer["outcome"]),
        reason=answer["reason"],
        confidence=answer["confidence"],
        left=left_candidate(project.seed, pair_id, person_id),
        shown_at=at - timedelta(seconds=answer["seconds"]),
        answered_at=at,
        received_at=at,
        active_ms=round(answer["seconds"] * 1000),
    )


def _load_prompts(session: Session, project: ProjectView, rows: list[dict[str, Any]]) -> None:
    for kind, given in ((DatasetKind.PROMPT, rows), (DatasetKind.EVALUATION, _rows(EVALUATION_FILE))):
        records = (PromptRecord(number, row["input_text"]) for number, row in enumerate(given, start=1))
        insert_records(session, project, kind, records, origin="sample")


def _people(session: Session, rows: list[dict[str, Any]]) -> dict[str, int]:
    names = sorted({answer["annotator"] for row in rows for answer in row["judgments"]})
    people = [Person(name=f"{name} (sample)", role=Role.ANNOTATOR, kind=PersonKind.SAMPLE) for name in names]
    session.add_all(people)
    session.flush()
    return {name: person.id or 0 for name, person in zip(names, people, strict=True)}


def _pair_record(number: int, row: dict[str, Any]) -> PairRecord:
    fields = ("input_text", "candidate_0", "candidate_1", "source_0", "source_1")
    return PairRecord(line=number, **{name: row[name] for name in fields})


def _rows(name: str) -> list[dict[str, Any]]:
    text = (files("core.demo") / "sample" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]
