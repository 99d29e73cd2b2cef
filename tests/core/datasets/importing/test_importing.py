"""An import takes a file as a whole or, when asked, its good rows; taking it again adds nothing."""

import io
from dataclasses import replace

import pytest

from core.access import Person, PersonKind, Role
from core.datasets import DatasetKind, Prompt
from core.datasets.importing import RefusedRows, spool
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.labelling import Judgment, Outcome, Pair
from core.labelling.progress import project_progress
from core.progress import Progress, Step
from tests.core.builders import (
    answer,
    assert_counts_hold,
    bring,
    everything,
    jsonl,
    new_person,
    new_project,
    queue,
    row,
    rows_of,
    save,
    take,
)

BAD = {"input_text": "post", "candidate_0": "zero"}


def coverage(studio, project) -> dict[int, int]:
    """Pairs by their number of judgments."""
    with studio.db.read() as session:
        return project_progress(session, project).by_count


def test_rows_become_pairs(studio, project):
    """With where they came from, what else the row said, and a place in the queue."""
    result = take(studio, project, row(1, source_0="base", source_1="tuned", note=["x"]), row(2))
    assert (result.counts.rows, result.counts.already_there, result.report.good) == (2, 0, 2)
    first, second = rows_of(studio, Pair)
    assert (first.input_text, first.candidate_0, first.candidate_1) == ("post 1", "zero 1", "one 1")
    assert (first.source_0, first.source_1, first.extra) == ("base", "tuned", {"note": ["x"]})
    assert (first.origin, first.line, second.line) == ("rows.jsonl", 1, 2)
    assert (second.source_0, second.source_1, second.extra, second.judgment_count) == (None, None, None, 0)


def test_choices_become_judgments_of_somebody_who_stands_for_the_import(studio, project):
    """It cannot be picked at the sign-in, and takes nobody's queue."""
    result = take(studio, project, row(1, choice=0), row(2, choice=1), row(3))
    assert (result.report.with_choice, result.counts.choices, result.counts.contradictions) == (2, 2, 0)
    (person,) = rows_of(studio, Person)
    assert (person.name, person.kind, person.role) == (
        "Imported choices",
        PersonKind.IMPORTED,
        Role.ANNOTATOR,
    )
    judgments = sorted(rows_of(studio, Judgment), key=lambda judgment: judgment.pair_id)
    assert [(one.outcome, one.person_id, one.left) for one in judgments] == [
        (Outcome.CANDIDATE_0, person.id, None),
        (Outcome.CANDIDATE_1, person.id, None),
    ]
    assert coverage(studio, project) == {0: 1, 1: 2}
    assert_counts_hold(studio)


def test_one_bad_row_and_nothing_is_taken(studio, project):
    """The error says how many, which, and what else one can do; it carries the whole report."""
    before = everything(studio)
    with pytest.raises(RefusedRows) as caught:
        take(studio, project, row(1), BAD, row(2), row(1), b"{")
    assert str(caught.value) == (
        "2 of 5 rows are refused, so nothing was taken. The first: rows.jsonl, line 2, field candidate_1: "
        "is missing; the row has the fields: candidate_0, input_text (it is missing). "
        "Mend the file, or take the 2 good rows without these."
    )
    assert [problem.line for _, problem in caught.value.report.problems] == [2, 5]
    assert everything(studio) == before


def test_the_good_rows_when_asked(studio, project):
    """The report still tells of the others."""
    result = take(studio, project, row(1), BAD, row(2), b"\xff", accept_good=True)
    assert (result.counts.rows, result.report.refused) == (2, 2)
    assert [pair.line for pair in rows_of(studio, Pair)] == [1, 3]
    assert_counts_hold(studio)


def test_a_file_of_bad_rows_gives_nothing_even_when_asked(studio, project):
    """Nobody meant that: it is refused, and the report says all."""
    with pytest.raises(RefusedRows, match=r"Mend the file\.$") as caught:
        take(studio, project, BAD, accept_good=True)
    assert (caught.value.report.good, caught.value.report.refused) == (0, 1)
    assert rows_of(studio, Pair) == []


def test_an_empty_file_is_refused(studio, project):
    """Somebody chose the wrong one."""
    with pytest.raises(InvalidInput, match="is empty"):
        take(studio, project, b"")


def test_taking_a_file_again_adds_nothing(studio, project):
    """Neither pairs nor choices nor counts; it says that all was there."""
    rows = [row(1, choice=1), row(2), row(3, choice=0)]
    take(studio, project, *rows)
    before = rows_of(studio, Pair), rows_of(studio, Judgment), coverage(studio, project)
    for _ in range(2):
        again = take(studio, project, *rows)
        assert (again.counts.rows, again.counts.choices, again.counts.contradictions) == (0, 0, 0)
        assert again.counts.already_there == 3
    assert (rows_of(studio, Pair), rows_of(studio, Judgment), coverage(studio, project)) == before
    assert_counts_hold(studio)


def test_a_file_that_has_grown_adds_what_is_new(studio, project):
    """Old rows keep their numbers, origin and line."""
    take(studio, project, row(1), row(2))
    old = rows_of(studio, Pair)
    result = take(studio, project, row(3), row(1), row(4), row(2))
    assert (result.counts.rows, result.counts.already_there) == (2, 2)
    assert rows_of(studio, Pair)[:2] == old
    assert coverage(studio, project) == {0: 4}


def test_a_later_file_brings_choices_for_known_pairs(studio, project, ada):
    """One of which a person has judged meanwhile: 1 + 1 judgments there, 1 on the other, 0 on the third."""
    take(studio, project, row(1), row(2), row(3))
    judged = next(pair for pair in queue(studio, project, ada) if pair.input_text == "post 1")
    save(studio, ada, project, answer(judged.id, "candidate_1"))
    result = take(studio, project, row(1, choice=0), row(2, choice=1))
    assert (result.counts.rows, result.counts.choices) == (0, 2)
    assert coverage(studio, project) == {0: 1, 1: 1, 2: 1}
    assert_counts_hold(studio)


def test_a_contradiction_is_counted_and_the_earlier_choice_stays(studio, project):
    """What was imported first may have been frozen already."""
    take(studio, project, row(1, choice=0), row(2, choice=1))
    result = take(studio, project, row(1, choice=1), row(2, choice=1), row(3, choice=1))
    taken = result.counts
    assert (taken.rows, taken.choices, taken.contradictions) == (1, 1, 1)
    first = min(rows_of(studio, Judgment), key=lambda judgment: judgment.pair_id)
    assert first.outcome == Outcome.CANDIDATE_0
    assert_counts_hold(studio)


def test_more_rows_than_a_batch(studio, project, monkeypatch):
    """Batches of 3 with duplicates and choices over their borders count as one file would."""
    monkeypatch.setattr(spool, "BATCH", 3)
    rows = [row(number, choice=number % 2) if number % 3 else row(number) for number in range(10)]
    result = take(studio, project, *rows, *rows)
    assert (result.counts.rows, result.counts.choices, result.report.duplicates) == (10, 6, 10)
    assert coverage(studio, project) == {0: 4, 1: 6}
    assert take(studio, project, *rows).counts.rows == 0
    assert_counts_hold(studio)


def test_a_fault_halfway_leaves_nothing(studio, project, monkeypatch):
    """Whatever is raised while rows are taken takes its first batches back."""
    monkeypatch.setattr(spool, "BATCH", 2)
    source = source_of_bytes("f", jsonl(*(row(number, choice=0) for number in range(9))))
    lea = new_person(studio, Role.LEAD, "Lea")
    before = everything(studio)
    batches = []

    def fail(at: Progress) -> None:
        if at.step == Step.INSERTING:
            batches.append(at.total)
        if len(batches) == 3:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        bring(studio, project, source, actor=lea, progress=fail)
    assert everything(studio) == before


def test_a_file_that_vanishes_while_it_is_read_leaves_nothing(studio, project):
    """Nothing is taken before all is read; the place where it stopped is told."""

    class Failing(io.BytesIO):
        """A file whose second block cannot be read."""

        def read(self, size=-1):
            if self.tell():
                raise OSError("gone")
            return super().read(min(size, 100) if size > 0 else 100)

        readinto = None

    source = source_of_bytes("f.jsonl", jsonl(*map(row, range(9))))
    opened = []

    def open_in_turn() -> io.BytesIO:
        opened.append(source.open())
        return opened[-1] if len(opened) < 3 else Failing(opened[-1].getvalue())

    vanishing = replace(source, open=open_in_turn)
    before = everything(studio)
    with pytest.raises(RefusedRows, match="cannot be read from here on: gone"):
        bring(studio, project, vanishing)
    assert everything(studio) == before


def test_projects_have_pairs_of_their_own(studio, project):
    """The same file fills two projects."""
    other = new_project(studio, "Other")
    for one in (project, other):
        assert take(studio, one, row(1, choice=1), row(2)).counts.rows == 2
        assert coverage(studio, one) == {0: 1, 1: 1}
    assert_counts_hold(studio)


def test_prompts_are_kept_by_purpose(studio, project):
    """A text may serve for tuning in one list and stand in the evaluation list too, once in each."""
    for kind in (DatasetKind.PROMPT, DatasetKind.EVALUATION):
        result = take(studio, project, {"input_text": "a", "n": 1}, {"input_text": "b"}, kind=kind)
        assert result.counts.rows == 2
        again = take(studio, project, {"input_text": "b"}, {"input_text": "c"}, kind=kind)
        assert (again.counts.rows, again.counts.already_there) == (1, 1)
    prompts = [(one.purpose.value, one.input_text, one.extra) for one in rows_of(studio, Prompt)]
    assert prompts == [
        (purpose, text, extra)
        for purpose in ("prompt", "evaluation")
        for text, extra in (("a", {"n": 1}), ("b", None), ("c", None))
    ]


@pytest.mark.parametrize("field", ["input_text", "candidate_0", "candidate_1"])
@pytest.mark.parametrize("text", ["  two blanks before", "\n\n a", "a post [summary]: ", "end\n", "\tx\t"])
def test_blanks_at_either_end_are_part_of_a_text(studio, project, ada, field, text):
    """The prompts of real sets end in "[summary]: " and their candidates begin with a blank."""
    take(studio, project, row(1) | {field: text})
    (pair,) = rows_of(studio, Pair)
    assert getattr(pair, field) == text
    (shown,) = queue(studio, project, ada)
    assert text in (shown.input_text, shown.left.text, shown.right.text)


def test_an_imported_row_says_who_imported_it(studio, project, people):
    """In the audit, with the file's name; an engineer may."""
    result = take(studio, project, row(1), actor=people[Role.ENGINEER])
    assert result.counts.rows == 1
