"""A new export is one file and one line: page, command, interface and data card follow from it."""

import pytest

from core.access import SYSTEM, Role
from core.datasets import Dataset, DatasetKind, get_dataset
from core.datasets.delivery import Form, download_dataset, stream_dataset
from core.datasets.exports import Export, export_named, exports_for, registry
from core.datasets.exports.export import PAIRS
from core.datasets.exports.frozen_row import FrozenRow, candidate_text, preferred
from tests.app.cli_runner import run_here
from tests.core.builders import rows_of
from tests.pages.test_datasets_page import frozen


def spoon_rows(frozen_row: FrozenRow):
    """A line an answer: whether it was finished."""
    finished = preferred(frozen_row.row)
    return [
        {"soup": candidate_text(frozen_row.row, place), "finished": place == finished} for place in (0, 1)
    ]


EXPORT = Export(
    name="spoons",
    title="Spoon tasting",
    suffix=".spoons.jsonl",
    purpose="For kitchens.",
    holds="`soup` and `finished`",
    kinds=PAIRS,
    rows=spoon_rows,
)


@pytest.fixture
def home(open_home, monkeypatch):
    """A home with a frozen set, in a studio that knows one export more."""
    monkeypatch.setattr(registry, "EXPORTS", (*registry.EXPORTS, EXPORT))
    return open_home("sample, gone round")


def a_set(home):
    """The preference set that was frozen first."""
    return home.studio.db.ask(get_dataset, rows_of(home.studio, Dataset)[0].id)


def test_it_has_its_place(home):
    """Among the others, for the sets it can be made of."""
    assert export_named("spoons") is EXPORT
    assert EXPORT in exports_for(DatasetKind.PREFERENCE)
    assert EXPORT not in exports_for(DatasetKind.PROMPT)
    with pytest.raises(ValueError, match=r"'forks' is not one of .*'spoons'\."):
        export_named("forks")


def test_the_page_offers_it(home):
    """By its title, with its words."""
    visit = frozen(home.visit(Role.ENGINEER))
    visit.at.selectbox(key="dataset").set_value(a_set(home).id)
    visit.run().at.selectbox(key="format_preference").set_value("spoons")
    assert {"For kitchens.", EXPORT.ties_and_skips} <= set(visit.run().words.splitlines())


def test_the_command_writes_it(home, monkeypatch, capsys, tmp_path):
    """To its own name, two lines a row."""
    chosen = a_set(home)
    ran = run_here(monkeypatch, capsys, "export", chosen.id, tmp_path / "out", "--format", "spoons")
    assert ran.status == 0
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == f"{chosen.stem}.spoons.jsonl"
    assert len(file.read_text().splitlines()) == 2 * chosen.rows


def test_it_is_streamed_and_on_the_card(home):
    """What a program reads line by line is what a browser downloads."""
    form, chosen = Form(EXPORT), a_set(home)
    told = download_dataset(home.studio.db, SYSTEM, chosen, form)
    assert b"".join(stream_dataset(home.studio.db, SYSTEM, chosen, form)) == told
    card = download_dataset(home.studio.db, SYSTEM, chosen, Form(export_named("card")))
    assert b"- **Spoon tasting** (`*.spoons.jsonl`). For kitchens.\n" in card
