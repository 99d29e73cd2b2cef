"""A project with very many judgments in which pairs are in every state, files, models and languages."""

import random
from collections.abc import Iterator
from itertools import accumulate, islice

from sqlalchemy import Connection, text
from sqlmodel import Session, func, select

from core.access import SYSTEM, NewPerson, PersonView, Role, add_person
from core.db import insert_tuples
from core.labelling import Pair, PairTag, ProjectSettings, ProjectView, Provenance
from core.labelling.projects import create_project
from core.services import Studio
from tests.benchmarks.page_reads.filling import MOMENT, SERIES, _sum_up

PEOPLE = 20
PER_PAIR = 10
DAYS = 30
LEAD = "Lena"
BATCH = 2000
WORDS = 30_000
FILES = tuple(f"gs://posts/part-{number}.jsonl" for number in range(4))
MODELS = tuple(f"model-{number}" for number in range(6))
LANGUAGES = ("und-Latn",) * 8 + ("en", "de")
RARE = "zanzibar"
"""A word of one text in two thousand."""
COLUMNS = (
    *("id", "content_hash", "shuffle_key", "input_text", "candidate_0", "candidate_1", "origin", "line"),
    *("characters", "provenance_id", "pool", "settled", "left_out", "source_0", "source_1"),
)
SAME = {"judgment_count": 0, "votes_0": 0, "votes_1": 0, "minority": 0, "leases": 0}
JUDGMENTS = (
    "INSERT INTO judgment (id, person_id, answered_at, received_at, active_ms, project_id, pair_id, outcome, "
    "purpose, is_retest, surplus, confidence, flag) "
    "SELECT 'judgment ' || j, :first + (1 + (j - 1) % :pairs + 2 * ((j - 1) / :pairs)) % :people, {moment}, "
    "{moment}, 5000 + j % 20000, :project, 1 + (j - 1) % :pairs, "
    "CASE WHEN h < 97 AND (1 + (j - 1) % :pairs) % 50 = 17 THEN 'both_bad' "
    "WHEN h < 55 THEN 'candidate_0' WHEN h < 85 THEN 'candidate_1' WHEN h < 92 THEN 'tie' "
    "WHEN h < 97 THEN 'both_bad' ELSE 'skip' END, 'regular', {false}, {false}, 1 + j % 3, "
    "CASE WHEN ((j % 99991) * 7919) % 997 < 2 THEN 'odd' END "
    "FROM (SELECT j, ((j % 9973) * 104729 + 31) % 101 AS h FROM ({numbers}) AS made) AS hashed"
)
COUNTS = (
    "UPDATE pair SET judgment_count = said.n, votes_0 = said.zeros, votes_1 = said.ones, "
    "minority = said.n - CASE WHEN said.zeros >= said.ones AND said.zeros >= said.n - said.zeros - said.ones "
    "THEN said.zeros WHEN said.ones >= said.n - said.zeros - said.ones THEN said.ones "
    "ELSE said.n - said.zeros - said.ones END FROM (SELECT pair_id, "
    "sum(CASE WHEN outcome <> 'skip' THEN 1 ELSE 0 END) AS n, "
    "sum(CASE WHEN outcome = 'candidate_0' THEN 1 ELSE 0 END) AS zeros, "
    "sum(CASE WHEN outcome = 'candidate_1' THEN 1 ELSE 0 END) AS ones "
    "FROM judgment GROUP BY pair_id) AS said WHERE said.pair_id = pair.id"
)


def fill(studio: Studio, pairs: int) -> tuple[PersonView, ProjectView]:
    """A project with so many pairs and ten judgments on each; its lead."""
    with studio.db.write() as session:
        lead = add_person(session, SYSTEM, NewPerson(LEAD, Role.LEAD))
        team = [
            add_person(session, SYSTEM, NewPerson(f"Annotator {number}", Role.ANNOTATOR))
            for number in range(PEOPLE)
        ]
        project = create_project(session, SYSTEM, ProjectSettings("Posts", judgments_per_pair=PER_PAIR))
        _add_provenances(session, project.id)
        first = session.exec(select(func.min(Provenance.id))).one()
        rows = _pairs(pairs, first)
        while batch := list(islice(rows, BATCH)):
            insert_tuples(session, Pair, COLUMNS, batch, same=SAME | {"project_id": project.id})
        tags = [("look again", n) for n in range(1, pairs, 50)] + [
            ("seldom", n) for n in range(9, pairs, 5000)
        ]
        insert_tuples(session, PairTag, ("tag", "pair_id"), tags, same={"project_id": project.id})
        _judge(session.connection(), project.id, team[0].id or 0, pairs)
    with studio.db.engine.connect() as connection:
        analyse = "VACUUM ANALYZE" if not studio.db.is_sqlite else "ANALYZE"
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(analyse))
    return lead, project


def _add_provenances(session: Session, project: int) -> None:
    rows = [
        (file, one, other, language, f"{file} {one} {other} {language}"[-32:])
        for file in FILES
        for one in MODELS
        for other in MODELS
        for language in dict.fromkeys(LANGUAGES)
    ]
    columns = ("origin", "source_0", "source_1", "language", "fingerprint")
    insert_tuples(session, Provenance, columns, rows, same={"project_id": project})


def _pairs(count: int, first: int) -> Iterator[tuple]:
    drawn = random.Random(7)  # noqa: S311 - words, no secrets
    letters = "etaoinshrdlucmfwypvbgkq"
    words = ["".join(drawn.choices(letters, k=drawn.randint(2, 9))) for _ in range(WORDS)]
    frequent = list(accumulate(1 / (place + 2) for place in range(WORDS)))

    def made(length: int) -> str:
        return " ".join(drawn.choices(words, cum_weights=frequent, k=length))

    for number in range(1, count + 1):
        post = f"{made(drawn.randint(120, 320))}{f' {RARE}' if number % 2000 == 7 else ''}"
        one, other = made(drawn.randint(20, 60)), made(drawn.randint(20, 60))
        file = number * len(FILES) // (count + 1)
        places = drawn.randrange(len(MODELS)), drawn.randrange(len(MODELS)), drawn.randrange(len(LANGUAGES))
        language = list(dict.fromkeys(LANGUAGES)).index(LANGUAGES[places[2]])
        provenance = first + ((file * len(MODELS) + places[0]) * len(MODELS) + places[1]) * 3 + language
        pool = "gold" if number % 1000 == 3 else "calibration" if number % 2000 == 5 else "regular"
        settled = "candidate_1" if number % 200 == 11 else None
        left_out = "It names somebody." if number % 300 == 13 else None
        sources = MODELS[places[0]], MODELS[places[1]]
        yield (
            number, f"hash {number}", number * 7919 % 1_000_003, post, one, other, FILES[file], number,
            len(post) + len(one) + len(other), provenance, pool, settled, left_out, *sources,
        )  # fmt: skip


def _judge(connection: Connection, project: int, first: int, pairs: int) -> None:
    kind, judgments = connection.dialect.name, pairs * PER_PAIR
    moment = MOMENT[kind].format(seconds=max(DAYS * 86_400 // judgments, 1))
    false = "false" if kind == "postgresql" else "0"
    statement = JUDGMENTS.format(moment=moment, false=false, numbers=SERIES[kind].format("n AS j"))
    given = {"project": project, "first": first, "people": PEOPLE, "pairs": pairs, "last": judgments}
    connection.execute(text(statement), given)
    connection.execute(text(COUNTS))
    _sum_up(connection, project, kind)
