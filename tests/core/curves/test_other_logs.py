"""Logs of trackio and W&B: each run a log of its own, and whatever is wrong with a file is said."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from core.curves import Curves, LogMemory, read_curves
from core.curves.others import run as other_run
from core.curves.others import trackio
from core.event_files import Point, event_file

AT = "2026-11-29T03:15:52.500000+00:00"
COLUMNS = "id INTEGER PRIMARY KEY, run_id TEXT, timestamp TEXT, run_name TEXT, step INTEGER, metrics TEXT"


def read(address: Path, tmp_path: Path) -> Curves:
    return read_curves(str(address), cache=tmp_path / "cache")


def trackio_file(path: Path, rows, *, columns: str = COLUMNS, configs=()) -> sqlite3.Connection:
    """A project's database as trackio writes it; the caller closes it."""
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute(f"CREATE TABLE metrics ({columns})")
    base.execute("CREATE TABLE configs (run_id TEXT, run_name TEXT, config TEXT)")
    names = "run_id, run_name, timestamp, step, metrics"
    for number, name, step, metrics in rows:
        raw = json.dumps(metrics).encode() if isinstance(metrics, dict) else metrics
        base.execute(f"INSERT INTO metrics ({names}) VALUES (?, ?, ?, ?, ?)", (number, name, AT, step, raw))
    for number, config in configs:
        base.execute("INSERT INTO configs VALUES (?, '', ?)", (number, json.dumps(config).encode()))
    base.commit()
    return base


def test_runs_of_one_name_stay_apart(tmp_path):
    """Two runs called alike, one called otherwise; numbers as words, and what is no number is counted."""
    rows = [
        ("aaaaaaaaaa", "same", 0, {"loss": 1, "text": "hi", "flag": True, "nest": {"a": 1}}),
        ("aaaaaaaaaa", "same", 1, {"loss": "NaN", "top": "Infinity", "low": "-Infinity"}),
        ("bbbbbbbbbb", "same", 7, {"loss": 0.5}),
        ("cccccccccc", "other", 3, {"loss": 10**400}),
    ]
    trackio_file(tmp_path / "demo.db", rows).close()
    curves = read(tmp_path, tmp_path)
    assert {one.key: one.steps.tolist() for one in curves} == {
        ("demo/same/aaaaaaaa", "loss"): [0, 1],
        ("demo/same/aaaaaaaa", "low"): [1],
        ("demo/same/aaaaaaaa", "top"): [1],
        ("demo/same/bbbbbbbb", "loss"): [7],
        ("other", "loss"): [3],
    }
    first = curves.get("demo/same/aaaaaaaa", "loss")
    assert first is not None
    np.testing.assert_array_equal(first.values, [1, np.nan])
    assert first.wall_times.tolist() == [1795922152.5] * 2
    assert curves.passed_over == {other_run.OTHER: 3}
    assert not curves.troubles


def test_parameters_are_those_a_person_gave(tmp_path):
    """Nested ones by their path; what begins with an underscore is trackio's own."""
    config = {
        "lr": 1e-4,
        "optimizer": {"name": "adam", "betas": [0.9, 0.99]},
        "bf16": True,
        "_Username": "me",
    }
    trackio_file(tmp_path / "demo.db", [("a", "run", 0, {"x": 1})], configs=[("a", config)]).close()
    assert read(tmp_path, tmp_path).hparams == {"run": {"lr": 1e-4, "optimizer.name": "adam", "bf16": True}}


def test_rows_that_were_written_last_are_read_while_trackio_writes(tmp_path):
    """They stand in a file beside the database; of a copy without a writer nothing is made beside it."""
    path = tmp_path / "demo.db"
    with closing(trackio_file(path, [("a", "run", 0, {"x": 1.0})])):
        assert path.with_name("demo.db-wal").stat().st_size
        assert [one.values.tolist() for one in read(path, tmp_path)] == [[1.0]]
    before = set(tmp_path.iterdir())
    assert len(read(path, tmp_path)) == 1
    assert set(tmp_path.iterdir()) == before


def test_what_did_not_change_is_not_read_again(tmp_path, monkeypatch):
    """A slider that moves reads nothing; a row more, which stands in the file beside the database, does."""
    memory, path = LogMemory(), tmp_path / "demo.db"
    opened = []
    connect = sqlite3.connect
    monkeypatch.setattr(trackio.sqlite3, "connect", lambda *a, **k: opened.append(a) or connect(*a, **k))

    def lengths() -> list[int]:
        return [len(one) for one in read_curves(str(tmp_path), cache=tmp_path, memory=memory)]

    with closing(trackio_file(path, [("a", "run", 0, {"x": 1.0})])) as base:
        opened.clear()
        assert [lengths(), lengths(), len(opened)] == [[1], [1], 1]
        base.execute("INSERT INTO metrics SELECT NULL, run_id, timestamp, run_name, 1, metrics FROM metrics")
        base.commit()
        assert [lengths(), lengths(), len(opened)] == [[2], [2], 2]


def test_points_out_of_order_and_repeated(tmp_path):
    """Sorted by step; of one step what was written last counts."""
    rows = [("a", "run", step, {"x": value}) for step, value in ((2, 2.0), (1, 1.0), (2, 3.0))]
    trackio_file(tmp_path / "demo.db", rows).close()
    (curve,) = read(tmp_path, tmp_path)
    assert (curve.steps.tolist(), curve.values.tolist()) == ([1, 2], [1.0, 3.0])


def test_databases_from_before_runs_had_ids(tmp_path):
    """Runs are told apart by their names then."""
    base = sqlite3.connect(tmp_path / "old.db")
    base.execute("CREATE TABLE metrics (timestamp TEXT, run_name TEXT, step INTEGER, metrics TEXT)")
    base.execute("INSERT INTO metrics VALUES ('yesterday', 'run', 1, '{\"x\": 2}')")
    base.commit()
    base.close()
    (curve,) = read(tmp_path, tmp_path)
    assert curve.key == ("run", "x")
    assert np.isnan(curve.wall_times).all()


@pytest.mark.parametrize("row", [None, b"\xff", "[1]", "{", "[" * 100_000, 5])
def test_rows_that_hold_no_object_are_left_out(tmp_path, row):
    """Whatever stands there, the other rows are read."""
    trackio_file(
        tmp_path / "demo.db",
        [("a", "run", 0, row), ("a", "run", "late", {"x": 1}), ("a", "run", 1, {"x": 1})],
    ).close()
    assert [one.steps.tolist() for one in read(tmp_path, tmp_path)] == [[1]]


def test_other_databases_are_passed_over_and_named_where_asked_for(tmp_path):
    """Such as the studio's own; neither is a view that computes rows."""
    base = sqlite3.connect(tmp_path / "studio.db")
    base.execute(
        "CREATE VIEW metrics AS SELECT 1 AS run_id, '' AS run_name, 0 AS step, '' AS timestamp, '' AS metrics"
    )
    base.close()
    (tmp_path / "text.db").write_text("no database")
    assert (read(tmp_path, tmp_path).files, read(tmp_path, tmp_path).troubles) == (0, ())
    for name in ("studio.db", "text.db"):
        (trouble,) = read(tmp_path / name, tmp_path).troubles
        assert trouble.sentence.endswith(f"{name} is no database of trackio's.")


def test_a_damaged_or_endless_database_is_named(tmp_path, monkeypatch):
    """And a large one is not opened."""
    path = tmp_path / "demo.db"
    trackio_file(path, [("a", "run", step, {"x": 1}) for step in range(2_000)]).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:9_000])
    assert "cannot be read" in read(path, tmp_path).troubles[0].sentence
    path.write_bytes(whole)
    monkeypatch.setattr(trackio, "MOST_SECONDS", -1.0)
    monkeypatch.setattr(trackio, "STRIDE", 1)
    assert "cannot be read (interrupted)" in read(path, tmp_path).troubles[0].sentence
    monkeypatch.setattr(trackio, "MOST_BYTES", 10)
    assert "is over 10 bytes" in read(path, tmp_path).troubles[0].sentence


def test_tags_take_room_only_up_to_a_limit(tmp_path, monkeypatch):
    """A row may name a million of them."""
    monkeypatch.setattr(other_run, "MOST_TAGS", 2)
    trackio_file(tmp_path / "demo.db", [("a", "run", 0, dict.fromkeys("abcd", 1))]).close()
    curves = read(tmp_path, tmp_path)
    assert len(curves) == 2
    assert curves.passed_over == {other_run.TOO_MANY: 2}


def test_a_run_called_as_an_event_file_stays_beside_it(tmp_path):
    """Both curves are there."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "events.out.tfevents.1").write_bytes(event_file([Point(0, 0.0, "x", 1.0)]))
    trackio_file(tmp_path / "demo.db", [("a", "run", 0, {"x": 2.0})]).close()
    assert {one.task: one.values.tolist() for one in read(tmp_path, tmp_path)} == {
        "run": [1.0],
        "demo/run": [2.0],
    }


def wandb_lines(*history: dict[str, object]) -> str:
    """What ``wandb leet inspect --json`` of W&B 0.31 prints of a run."""
    records = [
        {"num": 1, "type": "header", "header": {"version_info": {}}},
        {
            "type": "run",
            "run": {
                "config": {"update": {"_wandb": {}, "lr": 0.1}},
                "display_name": "my run",
                "run_id": "t39",
            },
        },
        {"type": "config", "config": {"update": {"late": 3}}},
        *({"type": "history", "history": {"item": item, "step": {}}} for item in history),
        {"type": "exit", "exit": {}},
    ]
    return "".join(json.dumps(one) + "\n" for one in records)


def test_what_wandb_prints_is_read(tmp_path):
    """W&B's own step counts calls; where a trainer logs its step, that counts. Histograms are no curves."""
    lines = wandb_lines(
        {
            "_step": 0,
            "_timestamp": 10.5,
            "train/loss": 1,
            "train/global_step": 5,
            "h._type": "histogram",
            "h.bins": [0],
        },
        {"_step": 1, "_timestamp": 11.5, "eval/loss": "NaN"},
        {"_step": 2, "_timestamp": 12.5, "train/loss": 0.5, "train/global_step": 10},
    )
    (tmp_path / "run-t39.wandb").write_bytes(b":W&B")
    (tmp_path / "run-t39.wandb.jsonl").write_text(lines)
    curves = read(tmp_path, tmp_path)
    loss = curves.get("my run", "train/loss")
    assert loss is not None
    assert (loss.steps.tolist(), loss.values.tolist(), loss.wall_times.tolist()) == (
        [5, 10],
        [1, 0.5],
        [10.5, 12.5],
    )
    assert [(one.tag, one.steps.tolist()) for one in curves] == [("eval/loss", [5]), ("train/loss", [5, 10])]
    assert curves.hparams == {"my run": {"lr": 0.1, "late": 3.0}}
    assert not curves.troubles


def test_a_wandb_file_alone_says_what_to_do(tmp_path):
    """Its format is W&B's own; the command that prints it is named."""
    (tmp_path / "run-t39.wandb").write_bytes(b":W&B")
    (trouble,) = read(tmp_path, tmp_path).troubles
    assert "wandb leet inspect --json" in trouble.sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no run"),
        ("[]\nnull\n1\n", "holds no run"),
        (wandb_lines({"_step": 1, "x": 1}) + '{"type": "his', "has 1 lines that are no JSON objects"),
        (wandb_lines({"_step": "1", "x": 1}, {"_step": 1e300, "x": 1}, {"_step": True}), ""),
        ('{"type": ["history"], "history": {"item": 1}}\n{"type": "run", "run": 1}\n', "holds no run"),
    ],
)
def test_odd_lines_are_named_or_left_out(tmp_path, text, said):
    """Cut off, of other kinds, or with steps that are none."""
    (tmp_path / "run.wandb.jsonl").write_text(text)
    curves = read(tmp_path, tmp_path)
    assert [said in one.sentence for one in curves.troubles] == ([True] if said else [])


def test_numbers_and_depths_that_nobody_logs_end_nothing(tmp_path):
    """Times and steps beyond floating point, and parameters hundreds of levels deep."""
    deep = '{"a":' * 900 + "1" + "}" * 900
    lines = [
        f'{{"type": "run", "run": {{"run_id": "abc", "config": {{"update": {deep}}}}}}}',
        *(
            json.dumps({"type": "history", "history": {"item": {"loss": 1, "_step": step, "_timestamp": at}}})
            for step, at in [(10**400, 1), (3, 10**400)]
        ),
    ]
    (tmp_path / "run.wandb.jsonl").write_text("\n".join(lines))
    (curve,) = read(tmp_path, tmp_path)
    assert (curve.steps.tolist(), curve.wall_times.tolist()) == ([3], [np.inf])
