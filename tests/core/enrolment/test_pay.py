"""The figures people are paid by, against a hand-computed example."""

import csv
import io
from datetime import datetime, timedelta

from sqlmodel import col, update

from core.access import SYSTEM, AuditEntry
from core.enrolment import Participant, export_pay, read_pay
from core.labelling import Judgment, Pair, Pool
from tests.core.builders import add_pairs, add_set, answer, make_gold, new_project, queue, rows_of, save, undo
from tests.core.enrolling import come, end_of, opened, pay_of

BEGAN = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def at(studio, minutes: dict[str, float]) -> None:
    """When each answer came to the server, in minutes after the person did."""
    with studio.db.write() as session:
        session.exec(update(Participant).values(enrolled_at=BEGAN))
        for number, minute in minutes.items():
            when = BEGAN + timedelta(minutes=minute)
            session.exec(update(Judgment).where(col(Judgment.id) == number).values(received_at=when))


def give_the_example(studio, project, person, *, golds: set[int], regular: list[int]) -> dict[str, float]:
    """The answers of the worked example, and the minute of each."""
    minutes: dict[str, float] = {}

    def give(pair: int, minute: float, outcome: str, seconds: int) -> dict:
        one = answer(pair, outcome, active_ms=seconds * 1000)
        assert save(studio, person, project, one).refused == ()
        minutes[one["id"]] = minute
        return one

    for minute, outcome in ((1, "candidate_0"), (2, "candidate_1")):
        pair = queue(studio, project, person, limit=1)[0].id
        give(pair, minute, outcome, 30)
        golds.discard(pair)
    give(regular[0], 3, "candidate_0", 60)
    save(studio, person, project, undo(give(regular[1], 5, "candidate_1", 90)))
    give(regular[2], 25, "candidate_1", 1000)
    give(regular[3], 26, "skip", 45)
    give(golds.pop(), 27, "candidate_0", 15)
    end_of(studio, person)
    return minutes


def test_a_worked_example(studio):
    """Two answers of a qualification, five more of which one is undone, one skipped and one gold.

    By hand: active time 30 + 30 + 60 + 90 + 1,000 → 600 (the most for one) + 45 + 15 s = 870 s = 14.5 min.
    Answers that count: three (60 s, the long one, gold); right gold: one of one; one skip.
    """
    project = new_project(studio, qualification_pairs=2, qualification_threshold=0.5, gold_rate=0.1)
    numbers = add_pairs(studio, project, 12)
    make_gold(studio, project, numbers[:3])
    link = opened(studio, project, target=3, code="=cmd()", platform_keys=("STUDY_ID",))
    person = come(studio, link, "-p1", STUDY_ID="@s")
    at(studio, give_the_example(studio, project, person, golds=set(numbers[:3]), regular=numbers[3:]))
    with studio.db.write() as session:
        (row,) = table_of(export_pay(session, SYSTEM, link.enrolment.id))
    assert row == {
        "participant_id": "'-p1",
        "STUDY_ID": "'@s",
        "person": str(person.id),
        "enrolled_at": "2026-03-01T12:00:00Z",
        "answers": "3",
        "skips": "1",
        "active_minutes": "14.50",
        "gold_right": "1",
        "gold_answered": "1",
        "qualification": "passed",
        "qualification_right": "1",
        "qualification_answered": "2",
        "complete": "yes",
        "ending": "target reached",
        "code": "'=cmd()",
        "code_shown_at": row["code_shown_at"],
        "first_answer_at": "2026-03-01T12:01:00Z",
        "last_answer_at": "2026-03-01T12:27:00Z",
    }
    assert row["code_shown_at"].endswith("Z")
    assert rows_of(studio, AuditEntry)[-1].details == {"pay_figures": "Pilot"}


def test_no_more_time_than_passed(studio, project):
    """Ten answers of nine minutes each within five minutes come to five: browsers can say anything."""
    numbers = add_pairs(studio, project, 10)
    link = opened(studio, project)
    person = come(studio, link)
    given = [answer(pair, active_ms=540_000) for pair in numbers]
    save(studio, person, project, *given)
    at(studio, {one["id"]: 5 for one in given})
    assert pay_of(studio, link)["p1"].active_minutes == 5.0


def test_a_ranking_is_one_answer(studio):
    """However many pairs it implies, and its time counts once."""
    project = new_project(studio, mode="rankings")
    add_set(studio, project, "one", "two", "three")
    link = opened(studio, project, target=1)
    person = come(studio, link)
    pair = rows_first(studio)
    order = [f"answer_{number}" for number in range(3)]
    given = answer(pair, "ranking", ranking=order, active_ms=60_000)
    assert save(studio, person, project, given).refused == ()
    at(studio, {row.id: 2 for row in rows_of(studio, Judgment)})
    line = pay_of(studio, link)["p1"]
    assert (line.answers, line.active_minutes, line.complete) == (1, 1.0, True)


def rows_first(studio) -> int:
    """The pair that stands for the set."""
    return next(pair.id for pair in rows_of(studio, Pair) if pair.pool != Pool.IMPLIED)


def test_each_part_counts_its_own_answers(studio, project):
    """Of one person by two links: from the moment they began by the second one, answers belong to that."""
    numbers = add_pairs(studio, project, 6)
    first, second = opened(studio, project, target=2), opened(studio, project, name="Second", target=9)
    person = come(studio, first)
    save(studio, person, project, *(answer(pair) for pair in numbers[:2]))
    end_of(studio, person)
    come(studio, second)
    save(studio, person, project, *(answer(pair) for pair in numbers[2:5]))
    assert (pay_of(studio, first)["p1"].answers, pay_of(studio, second)["p1"].answers) == (2, 3)
    report = studio.db.ask(read_pay, first.enrolment.id)
    assert (report.complete, report.median_minutes) == (1, 0.0)
    assert studio.db.ask(read_pay, second.enrolment.id).median_minutes is None


def test_who_only_came_stands_there_too(studio, project):
    """With noughts, and nothing for what has not happened."""
    link = opened(studio, project)
    come(studio, link)
    with studio.db.write() as session:
        (row,) = table_of(export_pay(session, SYSTEM, link.enrolment.id))
    assert (row["answers"], row["active_minutes"], row["first_answer_at"]) == ("0", "0.00", "")
    assert (row["qualification"], row["complete"], row["code"]) == ("none", "no", "")
