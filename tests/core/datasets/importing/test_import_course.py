"""How an import goes: told on the way, whole or not at all, and on record afterwards."""

import pytest

from core.access import SYSTEM, Role
from core.datasets import DatasetKind
from core.datasets.formats import Wanted, format_named
from core.datasets.importing import (
    ImportPlan,
    check_rows,
    get_import,
    list_imports,
    list_origins,
    recognise_sources,
    spool,
)
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput, NotAllowed, NotFound
from core.labelling import Pair
from core.progress import Progress, Step
from tests.core.builders import bring, change, everything, jsonl, new_person, new_project, row, rows_of, take


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The person has pressed the button."""


def source(name: str, *rows: dict):
    """A file of rows."""
    return source_of_bytes(name, jsonl(*rows))


def test_progress_is_told_in_bytes_and_then_in_rows(studio, project, monkeypatch):
    """Two files count as one; what is told never goes back, and ends at the size."""
    monkeypatch.setattr(spool, "BATCH", 4)
    files = source("a", *map(row, range(5))), source("b", *map(row, range(5, 10)))
    told = []
    bring(studio, project, *files, progress=told.append)
    size = sum(file.size for file in files)
    read = [at.done for at in told if at.step == Step.READING and at.total == size]
    taken = [at.total for at in told if at.step == Step.INSERTING]
    assert (read[-1], max(read)) == (size, size)
    assert taken == [10, 10, 10]
    stages = [at.step for at in told]
    assert stages == sorted(stages, key=list(Step).index)


@pytest.mark.parametrize("step", [Step.READING, Step.INSERTING])
@pytest.mark.parametrize(
    ("kind", "mode"),
    [(DatasetKind.PREFERENCE, "pairs"), (DatasetKind.PREFERENCE, "rankings"), (DatasetKind.PROMPT, "pairs")],
)
def test_cancelling_leaves_nothing_and_the_same_again_succeeds(studio, monkeypatch, step, kind, mode):
    """At whatever step, whatever is taken."""
    monkeypatch.setattr(spool, "BATCH", 2)
    project = new_project(studio, mode=mode)
    texts = {"candidates": ["A", "B", "C"], "scores": [1, 2, 3]} if mode == "rankings" else {}
    rows = [(texts | {"input_text": f"post {n}"}) if texts else row(n, choice=0) for n in range(7)]
    before = everything(studio)
    calls = []

    def cancel(at: Progress) -> None:
        calls.append(at.step)
        if calls.count(step) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring(studio, project, source("f", *rows), kind=kind, progress=cancel)
    assert everything(studio) == before
    assert bring(studio, project, source("f", *rows), kind=kind).counts.rows == 7


def test_a_check_keeps_nothing_but_the_report(studio, project):
    """The same that an import finds; who may not import may not check."""
    files = [source("f", row(1), row(1), row(2, choice=7), row(3, choice=1))]
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "f")
    before = everything(studio)
    report = check_rows(studio.db, SYSTEM, plan, files)
    assert (report.good, report.duplicates, report.refused, report.with_choice) == (2, 1, 1, 1)
    assert report.findings.keys() == {Fault.DUPLICATE, Fault.CHOICE_OUT_OF_RANGE}
    assert everything(studio) == before
    with pytest.raises(NotAllowed):
        check_rows(studio.db, new_person(studio, Role.ANNOTATOR), plan, files)
    with pytest.raises(InvalidInput, match="f is empty"):
        check_rows(studio.db, SYSTEM, plan, [source_of_bytes("f", b"\n")])


def test_imports_are_on_record(studio, project):
    """Newest first, with what was new and the report; another project's are not among them."""
    bring(studio, project, source("first.jsonl", row(1, choice=0), row(2)))
    bring(studio, project, source("second.jsonl", row(2), row(3), {}), accept_good=True)
    take(studio, project, {"input_text": "a"}, kind=DatasetKind.PROMPT)
    take(studio, new_project(studio, "Other"), row(1))
    with studio.db.read() as session:
        views = list_imports(session, project)
        report = get_import(session, views[1].id)
        assert len(list_imports(session, project, most=2)) == 2
        with pytest.raises(NotFound, match="There is no import number 99"):
            get_import(session, 99)
    assert [(one.name, one.kind.value, one.rows, one.choices) for one in views] == [
        ("rows.jsonl", "prompt", 1, 0),
        ("second.jsonl", "preference", 1, 0),
        ("first.jsonl", "preference", 2, 1),
    ]
    assert (report.name, report.good, report.refused) == ("second.jsonl", 2, 1)
    assert report.format == format_named("vertex")
    assert report.problems[0][1].line == 3


def test_origins_are_the_files_of_pairs(studio, project):
    """Each once, by name; prompts have none."""
    bring(studio, project, source("b.jsonl", row(1)), source("a.jsonl", row(2)))
    bring(studio, project, source("b.jsonl", row(1)))
    bring(studio, project, source("c.jsonl", {"input_text": "a"}), kind=DatasetKind.PROMPT)
    with studio.db.read() as session:
        assert list_origins(session, project) == ["a.jsonl", "b.jsonl"]
    assert [(pair.origin, pair.line) for pair in rows_of(studio, Pair)] == [("b.jsonl", 1), ("a.jsonl", 1)]


def test_several_files_are_one_import(studio, project):
    """Each in its own format; a pair that both have is one, and has the votes of both if they disagree."""
    first = source("a", row(1, choice=0), row(2))
    same = {"prompt": "post 1", "chosen": "zero 1", "rejected": "one 1"}
    result = bring(studio, project, first, source("b", same, same | {"prompt": "post 3"}))
    assert (result.counts.rows, result.counts.choices, result.report.duplicates) == (3, 2, 1)
    result = bring(studio, project, source("a", row(8, choice=0)), source("b", row(8, choice=1)))
    assert (result.counts.rows, result.counts.choices) == (1, 2)


def test_an_import_goes_by_the_project_as_it_is_now(studio, project):
    """A lead has asked for two judgments since the page was drawn: a pair with one waits in the queue."""
    change(studio, project, judgments_per_pair=2)
    take(studio, project, row(1, choice=0))
    assert [pair.priority for pair in rows_of(studio, Pair)] == [1]


def test_formats_are_recognised_for_a_person_to_confirm():
    """By the first rows of the first file."""
    found = recognise_sources([source("f", {"prompt": "a", "chosen": "b", "rejected": "c"})], Wanted.PAIRS)
    assert (found.format, found.fields) == (format_named("trl"), ("prompt", "chosen", "rejected"))
    with pytest.raises(InvalidInput, match="f has no row that could be read"):
        recognise_sources([source_of_bytes("f", b"[]")], Wanted.PAIRS)
