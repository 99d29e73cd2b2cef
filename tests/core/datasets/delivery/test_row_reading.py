"""Rows of a frozen set: any page, searched and narrowed, as they were frozen; the index can be made again."""

from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest

from core.datasets.delivery import (
    RowFilter,
    count_rows,
    frozen_rows,
    index_of,
    is_whole,
    pair_numbers,
    read_rows,
)
from core.errors import Conflict
from tests.core.builders import add_pairs, answer, frozen, new_project, save


@pytest.fixture
def made(studio, project, ada, tmp_path):
    """A set of 60 rows, every third with the second candidate, and its index."""
    pairs = add_pairs(studio, project, 60)
    save(
        studio, ada, project, *(answer(pair, f"candidate_{int(n % 3 == 0)}") for n, pair in enumerate(pairs))
    )
    dataset = frozen(studio, project)
    return SimpleNamespace(dataset=dataset, cache=tmp_path, index=index_of(dataset, tmp_path), pairs=pairs)


def numbers(page):
    return [number for number, _ in page.rows]


def test_all_rows_page_by_page(made):
    """In their order, with their evidence, each once."""
    seen, after = [], 0
    while after is not None:
        page = read_rows(made.index, RowFilter(), after=after)
        seen += page.rows
        after = page.after
    assert [number for number, _ in seen] == list(range(1, 61))
    assert [row for _, row in seen] == list(frozen_rows(made.dataset))


def test_narrowed_and_searched(made):
    """Words may stand in any text, whatever their case; what decided and the choice narrow too."""
    rows = list(frozen_rows(made.dataset))
    ones = [place for place, row in enumerate(rows, start=1) if row.row["choice"] == 1]
    assert numbers(read_rows(made.index, RowFilter(choice=1), limit=60)) == ones
    assert count_rows(made.index, RowFilter(choice=1, decided_by="judgments")) == len(ones)
    assert count_rows(made.index, RowFilter(decided_by="gold")) == 0
    assert count_rows(made.index, RowFilter(differing=True)) == 0
    assert count_rows(made.index, RowFilter(most_confidence=1.0)) == 60
    last = rows[40].row["input_text"].upper()
    found = numbers(read_rows(made.index, RowFilter(text=last), limit=60))
    assert 41 in found
    assert all(set(last.casefold().split()) <= set(_words(rows[number - 1])) for number in found)
    assert numbers(read_rows(made.index, RowFilter(text=last, choice=rows[40].row["choice"]), after=41)) == [
        number for number in found if number > 41 and rows[number - 1].row["choice"] == rows[40].row["choice"]
    ]
    assert numbers(read_rows(made.index, RowFilter(text="nowhere-at-all"))) == []


def _words(row):
    return (
        " ".join([row.row[name] for name in ("input_text", "candidate_0", "candidate_1")]).casefold().split()
    )


def test_the_pairs_behind_rows(studio, project, made):
    """By their fingerprints, within the project."""
    (_, row), *_ = read_rows(made.index, RowFilter(), limit=1).rows
    found = pair_numbers_of(studio, project.id, row)
    assert set(found.values()) <= set(made.pairs)
    assert len(found) == 1
    assert pair_numbers_of(studio, new_project(studio, "Other").id, row) == {}


def pair_numbers_of(studio, project_id, row):
    with studio.db.read() as session:
        return pair_numbers(session, project_id, [row.evidence["pair"]])


def test_an_index_that_lost_a_file_is_made_again(made):
    """A cache may be trimmed at any time."""
    (made.index / "texts").unlink()
    assert not is_whole(made.index)
    assert read_rows(index_of(made.dataset, made.cache), RowFilter()).rows


def test_a_set_that_was_changed_is_not_indexed(made, tmp_path):
    """Its hash says so, and nothing is left behind."""
    path = Path(unquote(urlsplit(made.dataset.address).path))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"{}\n")
    other = tmp_path / "other"
    with pytest.raises(Conflict):
        index_of(made.dataset, other)
    assert not list((other / "frozen_rows").iterdir())


def test_cancelling_leaves_nothing(made, tmp_path, monkeypatch):
    """Raising while it is told how far it is ends the work."""
    monkeypatch.setattr("core.datasets.delivery.row_index.TOLD_EVERY", 10)

    def cancel(_done):
        raise KeyboardInterrupt

    other = tmp_path / "other"
    with pytest.raises(KeyboardInterrupt):
        index_of(made.dataset, other, cancel)
    assert not list((other / "frozen_rows").iterdir())
