"""Corners of an import: what changes meanwhile, what is long, what lies about itself."""

import errno
from contextlib import closing

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows, list_imports, plan
from core.datasets.importing.spool import BATCH_CHARACTERS, PromptRow, Spool
from core.datasets.sources import source_of_bytes
from core.errors import Conflict, Unavailable
from core.labelling import Judgment, Outcome, Pair, Pool, ProjectSettings, get_project
from core.labelling.projects import change_project
from core.labelling.protocol import LabellingProtocol, Mode
from tests.core.builders import assert_counts_hold, bring, everything, jsonl, row, rows_of, take


def test_gold_of_two_annotators_is_gold_once(studio, project):
    """Of a gold pair there is one right answer, whoever wrote it down; another one contradicts it."""
    columns = "input_text,candidate_0,candidate_1,choice,annotator\n"
    alike = columns + "post,zero,one,0,ann\npost,zero,one,0,bob\n"
    result = bring(studio, project, source_of_bytes("gold.csv", alike.encode()), gold=True)
    assert (result.counts.rows, result.report.duplicates) == (1, 1)
    other = columns + "second,zero,one,0,ann\nsecond,zero,one,1,bob\n"
    result = bring(studio, project, source_of_bytes("gold.csv", other.encode()), gold=True, accept_good=True)
    assert (result.counts.rows, result.report.refused) == (1, 1)
    assert [pair.pool for pair in rows_of(studio, Pair)] == [Pool.GOLD, Pool.GOLD]
    assert_counts_hold(studio)


def test_what_the_second_annotators_row_says_is_kept_with_the_choice(studio, project):
    """The pair has the fields of the row it came with; the other row's go with its choice."""
    columns = "input_text,candidate_0,candidate_1,choice,annotator,seconds\n"
    content = columns + "post,zero,one,0,ann,7\npost,zero,one,1,bob,9\n"
    bring(studio, project, source_of_bytes("both.csv", content.encode()))
    (pair,) = rows_of(studio, Pair)
    by_outcome = {one.outcome: one.about for one in rows_of(studio, Judgment)}
    assert pair.extra == {"seconds": "7"}
    assert by_outcome == {
        Outcome.CANDIDATE_0: None,
        Outcome.CANDIDATE_1: {"origin": "both.csv", "line": 3, "metadata": {"seconds": "9"}},
    }


def test_a_project_that_was_changed_meanwhile_takes_nothing(studio, project):
    """Rows were read as pairs; now people rank answers there."""
    source = source_of_bytes("rows.jsonl", jsonl(row(1)))

    def change_it(*_):
        with studio.db.write() as session:
            if get_project(session, project.id).protocol.mode == Mode.PAIRS:
                settings = ProjectSettings(project.name, protocol=LabellingProtocol(mode=Mode.RANKINGS))
                change_project(session, SYSTEM, project.id, settings)

    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows.jsonl")
    with pytest.raises(Conflict, match="was changed meanwhile and now takes answers to be ranked"):
        import_rows(studio.db, SYSTEM, plan, [source], progress=change_it)
    assert rows_of(studio, Pair) == []


def test_a_full_disk_is_a_sentence(studio, project, monkeypatch):
    """There is no room for the rows that wait; nothing has changed."""
    before = everything(studio)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Spool, "add", full)
    with pytest.raises(Unavailable, match=r"no room left for temporary files .* set TMPDIR"):
        take(studio, project, row(1))
    assert everything(studio) == before


def test_long_rows_wait_in_small_batches():
    """Rows of half the limit are written by threes, not by two thousand."""
    half = BATCH_CHARACTERS // 2
    with closing(Spool(PromptRow._make)) as spool:
        for number in range(7):
            spool.add(PromptRow("f", "text", "o", number, None, None), characters=half)
        sizes = [len(batch) for batch in spool.batches()]
    assert (sizes, spool.rows) == ([3, 3, 1], 7)


def test_recognising_stops_at_long_rows(monkeypatch):
    """A hundred rows of megabytes would fill the memory for nothing."""
    monkeypatch.setattr(plan, "MOST_CHARACTERS", 100)
    source = source_of_bytes("long.jsonl", jsonl(*(row(number) for number in range(50))))
    assert len(plan.first_rows(source)) == 2


def test_a_hostile_file_name_is_spelt_out(studio, project):
    """NUL, escape sequences and marks that turn the direction of writing are no part of a name."""
    name = "a\0b\x1b[2J\u202e.jsonl"
    bring(studio, project, source_of_bytes(name, jsonl(row(1))))
    (pair,) = rows_of(studio, Pair)
    with studio.db.read() as session:
        (done,) = list_imports(session, project)
    assert pair.origin == "a\\x00b\\x1b[2J\\u202e.jsonl"
    assert done.name.isprintable()
