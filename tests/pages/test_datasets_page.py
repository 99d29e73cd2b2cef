"""Data sets: bringing a frozen set out, its card, and its copies."""

from pathlib import Path

import pytest

from app.ui.datasets.tabs import FROZEN, IMPORT, OPEN
from core.access import Role
from core.datasets import Dataset, DatasetKind
from core.datasets.exports import export_named, exports_for
from core.datasets.models import DatasetCopy
from core.datasets.trainers import trainer_named
from tests.core.builders import rows_of
from tests.doubles.hub import TOKEN, running_hub
from tests.pages.visit import Visit


def frozen(visit: Visit) -> Visit:
    visit.at.session_state[OPEN] = FROZEN
    return visit.go("datasets")


def export(visit: Visit, target: str) -> Visit:
    visit.at.text_input(key="export_target").set_value(target)
    (button,) = (one for one in visit.at.button if str(one.key).startswith("export_"))
    return visit.click(button.key)


@pytest.mark.parametrize(
    ("kind", "tab"), [("no pairs", IMPORT), ("sample", IMPORT), ("sample, gone round", FROZEN)]
)
def test_the_page_opens_where_there_is_something(open_home, kind, tab):
    """On the frozen sets, or where the way to them begins."""
    visit = open_home(kind).visit(Role.ENGINEER).go("datasets")
    assert visit.at.session_state[OPEN] == tab


def test_the_next_step_opens_its_tab(open_home):
    """Whoever is told to import pairs sees where, whatever tab was open before."""
    visit = frozen(open_home("no pairs").visit(Role.LEAD)).go("home").click("next_step")
    assert visit.at.session_state[OPEN] == IMPORT
    assert "1 · Files" in visit.words


def test_frozen_sets_are_listed_newest_first_with_what_they_are(open_home):
    """Name, rows and hash in the table; recipe and address of the one that is chosen."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    table = visit.at.dataframe[0].value
    made = rows_of(home.studio, Dataset)
    assert table["Data set"].tolist() == ["evaluation 1", "prompt 1", "preference 1"]
    assert table["sha256"].tolist() == [one.sha256[:12] for one in reversed(made)]
    assert made[-1].address in visit.words


def test_a_set_shows_its_card(open_home):
    """Figures, what to beware of, pictures with words for those who cannot see them, and plain sentences."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    (made,) = (one for one in rows_of(home.studio, Dataset) if one.kind == "preference")
    visit.at.selectbox(key="dataset").set_value(made.id)
    visit.run()
    figures = {one.label: one.value for one in visit.at.metric}
    assert figures["Rows"] == f"{made.rows:,}"
    assert figures["Judgments a row"] == f"{made.card['judgments_per_row']:.2f}"
    assert made.card["weaknesses"]
    assert all(one in visit.words for one in made.card["weaknesses"])
    assert all(chart.proto.alt for chart in visit.at.get("plotly_chart"))
    assert "Every vote counts alike; more than half decides." in visit.words


def test_a_set_of_before_cards_says_so(open_home):
    """Its counts and recipe are there all the same."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        for one in rows_of(home.studio, Dataset):
            session.get_one(Dataset, one.id).card = {}
    visit = frozen(home.visit(Role.ENGINEER))
    assert "This set was frozen before cards were made; it has none." in visit.words
    assert visit.at.button(key=f"export_{rows_of(home.studio, Dataset)[-1].id}")


def test_every_format_of_a_set_says_what_it_is_for(open_home):
    """And what became of ties and skips, where there can be some."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    visit.at.selectbox(key="dataset").set_value(rows_of(home.studio, Dataset)[0].id)
    visit.run()
    for chosen in exports_for(DatasetKind.PREFERENCE):
        visit.at.selectbox(key="format_preference").set_value(chosen.name)
        visit.run()
        assert chosen.purpose in visit.words
        assert chosen.ties_and_skips in visit.words


def test_a_trainer_gets_its_format_and_its_lines(open_home):
    """Which way it trains is asked where it has several; the lines name the file, margins and all."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    (made,) = (one for one in rows_of(home.studio, Dataset) if one.kind == "preference")
    visit.at.selectbox(key="dataset").set_value(made.id)
    visit.run().at.selectbox(key="export_trainer").set_value("openrlhf")
    visit.run().at.selectbox(key="export_purpose_openrlhf").set_value("DPO and reward models, on text")
    visit.run()
    visit.at.toggle(key="export_margin").set_value(True)
    visit.run()
    (lines,) = (one.value for one in visit.at.code if "--data.prompt_key prompt" in one.value)
    assert lines.splitlines()[0].endswith(".with-margin.trl.jsonl \\")
    assert trainer_named("openrlhf").beware in visit.words
    assert not [one for one in visit.at.selectbox if one.key == "format_preference"]
    evaluation = rows_of(home.studio, Dataset)[2].id
    visit.at.selectbox(key="dataset").set_value(evaluation)
    assert not [one for one in visit.run().at.selectbox if one.key == "export_trainer"]


@pytest.mark.parametrize("name", ["vertex-rlhf", "llama-factory", "hub", "card"])
def test_a_set_is_exported_in_a_format(open_home, tmp_path, name):
    """To a folder that is typed in; the page says where it lies, and lists the copy."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    visit.at.selectbox(key="dataset").set_value(rows_of(home.studio, Dataset)[0].id)
    visit.run().at.selectbox(key="format_preference").set_value(name)
    export(visit.run(), str(tmp_path / "out"))
    (file,) = (one for one in (tmp_path / "out").rglob("*") if one.is_file())
    assert file.name.endswith(export_named(name).suffix)
    assert visit.at.success[0].value.startswith("Exported to")
    assert file.as_uri() in visit.words
    assert ("LLaMA-Factory must be told:" in visit.words) == (name == "llama-factory")
    assert visit.at.dataframe[-1].value["Address"].tolist() == [file.as_uri()]


def test_copies_are_checked_when_somebody_asks(open_home, tmp_path):
    """One is as it was sent; the other was deleted since, and the page says so."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    for name in ("kept", "lost"):
        export(visit, str(tmp_path / name))
    _lose(tmp_path / "lost")
    number = rows_of(home.studio, DatasetCopy)[0].dataset_id
    visit.click(f"check_copies_{number}")
    lost, kept = visit.at.dataframe[-1].value["State"].tolist()
    assert kept == "as it was sent"
    assert "1 of 2 copies are not as they were sent." in visit.words
    assert "is gone. Export the set again." in lost


def _lose(folder: Path) -> None:
    for file in folder.rglob("*.jsonl"):
        file.unlink()


@pytest.mark.parametrize("target", ["ftp://elsewhere/x", "gs://"])
def test_an_export_to_nowhere_is_refused_at_once(open_home, target):
    """The sentence stands on the page that the click brought."""
    visit = frozen(open_home("sample, gone round").visit(Role.ENGINEER))
    (sentence,) = export(visit, target).errors
    assert sentence.startswith(f"The address '{target}'")
    assert not visit.at.success


def test_the_readme_is_shown_as_text(open_home):
    """Hostile names stand in it, so it is no Markdown on the page."""
    visit = frozen(open_home("sample, gone round").visit(Role.ENGINEER))
    visit.at.session_state["card"] = True
    visit.run()
    readme = next(one for one in visit.at.code if one.value.startswith("---\npretty_name"))
    assert "## Recipe" in readme.value


@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")  # of the hub's own client
def test_a_set_is_pushed_to_a_hub(open_home, monkeypatch):
    """A repository is made where that is wished; without it the page says what to do."""
    home = open_home("sample, gone round")
    visit = frozen(home.visit(Role.ENGINEER))
    visit.at.selectbox(key="dataset").set_value(rows_of(home.studio, Dataset)[0].id)
    visit.run().at.selectbox(key="format_preference").set_value("hub")
    with running_hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        export(visit.run(), "hf://datasets/team/prefs")
        assert any("or have the repository made" in one for one in visit.errors)
        visit.at.toggle(key="export_create").set_value(True)
        export(visit.run(), "hf://datasets/team/prefs")
        made = hub.repositories["team/prefs"]
    assert made.private
    assert f"commit {made.commits[-1].oid[:12]}" in visit.at.success[0].value.replace("`", "")
