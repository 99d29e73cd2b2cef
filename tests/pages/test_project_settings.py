"""The project page's settings: presets, what goes together, what is refused, the pause."""

import pytest

from core.access import SYSTEM, Role
from core.labelling import Choices, LabellingProtocol, Mode, Outcome, Pair, Pool, ProjectSettings
from core.labelling.projects import Preset, change_project
from tests.core.builders import everything
from tests.pages.settings_form import asking, edit, field, fill, save


def test_a_project_is_changed(open_home):
    """The home page and the annotators see it from then on."""
    home = open_home("sample")
    visit = edit(home, name=" Renamed ", instruction="Choose.", guidelines="By taste.", judgments=2)
    changed = home.project
    assert (changed.name, changed.instruction, changed.guidelines, changed.judgments_per_pair) == (
        "Renamed",
        "Choose.",
        "By taste.",
        2,
    )
    assert [toast.value for toast in visit.at.toast] == ["Saved\\."]
    assert field(home, visit, "name").value == "Renamed"
    assert "not saved yet" not in visit.words
    assert home.visit(Role.ANNOTATOR).at.title[0].value == "Renamed"


def test_what_is_stored_is_shown_on_coming_back(open_home):
    """Another lead may have changed it meanwhile."""
    home = open_home("no pairs")
    visit = fill(home, home.visit(Role.LEAD).go("project"), gold_rate=7.0).go("home")
    asking(home, Preset.CAREFUL.protocol)
    visit.go("project")
    assert field(home, visit, "gold_rate").value == 10.0
    assert "not saved yet" not in visit.words


def test_saving_keeps_what_others_saved_meanwhile(open_home):
    """The page was drawn before somebody else paused the project; only what was typed changes."""
    home = open_home("no pairs")
    visit = fill(home, home.visit(Role.LEAD).go("project"), instruction="Pick one.")
    settings = ProjectSettings(home.project.name, guidelines="Longer is better.", paused=True)
    with home.studio.db.write() as session:
        change_project(session, SYSTEM, home.project.id, settings)
    save(home, visit)
    assert (home.project.instruction, home.project.paused) == ("Pick one.", True)
    assert home.project.guidelines == "Longer is better."


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_fills_the_fields_and_saves(open_home, preset):
    """Nothing is written before the lead saves."""
    home = open_home("sample")
    start = home.project
    visit = fill(home, home.visit(Role.LEAD).go("project"), preset=preset.title)
    assert field(home, visit, "judgments").value == preset.judgments_per_pair
    assert preset.description in visit.words
    assert home.project == start
    save(home, visit)
    saved = home.project
    assert (saved.judgments_per_pair, saved.protocol) == (preset.judgments_per_pair, preset.protocol)
    assert field(home, visit, "preset").value == preset.title


def test_an_edited_preset_is_custom(open_home):
    """And no preset again until the field is back as it was; a preset chosen anew fills all."""
    home = open_home("sample")
    visit = fill(home, home.visit(Role.LEAD).go("project"), preset="Careful", gold_rate=5.0)
    assert field(home, visit, "preset").value == "Custom"
    assert "There are changes that are not saved yet." in visit.words
    assert field(home, fill(home, visit, gold_rate=10.0), "preset").value == "Careful"
    fill(home, visit, gold_rate=5.0, preset="Quick")
    assert (field(home, visit, "preset").value, field(home, visit, "gold_rate").value) == ("Quick", 0.0)


def test_every_setting_is_saved(open_home):
    """As it is shown: percentages, lines, entries of one's own."""
    home = open_home("sample")
    edit(
        home,
        choices=Choices.WITH_BOTH_BAD,
        axes=["accuracy", "tone"],
        rationale="required",
        rationale_minimum=25,
        skip_reasons="Too long\n\n Too short ",
        flag_reasons="",
        members_only=True,
        qualification_pairs=12,
        qualification_threshold=75.0,
        gold_rate=2.5,
        calibration_rate=7.0,
        calibration_pairs=20,
        retest_rate=3.0,
    )
    assert home.project.protocol == LabellingProtocol(
        choices=Choices.WITH_BOTH_BAD,
        axes=("accuracy", "tone"),
        rationale_minimum=25,
        skip_reasons=("Too long", "Too short"),
        flag_reasons=(),
        members_only=True,
        qualification_pairs=12,
        qualification_threshold=0.75,
        gold_rate=0.025,
        calibration_rate=0.07,
        calibration_pairs=20,
        retest_rate=0.03,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "The project's name is empty; give it one that annotators will recognise."),
        (
            {"flag_reasons": "Spam\nspam"},
            "The flag reasons cannot stay so: “spam” is there twice; name it once.",
        ),
        ({"skip_reasons": "\n".join("abcdefghij")}, "The skip reasons cannot be 10 entries: keep at most 9."),
    ],
)
def test_a_change_that_cannot_be_is_refused(open_home, changes, sentence):
    """Once, beside the button; nothing is written, and nothing typed is lost."""
    home = open_home("sample")
    before = everything(home.studio)
    visit = edit(home, guidelines="A long text.", **changes)
    assert visit.errors == [sentence]
    assert field(home, visit, "guidelines").value == "A long text."
    assert {name: field(home, visit, name).value for name in changes} == changes
    assert everything(home.studio) == before
    assert visit.run().errors == []


def test_the_scale_takes_the_place_of_the_confidence(open_home):
    """It cannot be chosen beside it, and the page says why."""
    home = open_home("sample")
    visit = fill(home, home.visit(Role.LEAD).go("project"), confidence=True, strength=True)
    confidence = field(home, visit, "confidence")
    assert (confidence.value, confidence.disabled) == (False, True)
    assert "The scale says how sure a person is already." in visit.words
    fill(home, visit, choices=Choices.TWO_WAY)
    assert "eight points are left" in visit.words
    save(home, visit)
    assert (home.project.protocol.strength, home.project.protocol.confidence) == (True, False)


def test_rankings_go_without_what_is_for_pairs(open_home):
    """It is switched off and cannot be switched on, and the page says why."""
    home = open_home("no pairs")
    visit = fill(home, home.visit(Role.LEAD).go("project"), preset="Careful", mode=Mode.RANKINGS)
    rates = ("qualification_pairs", "gold_rate", "calibration_rate", "retest_rate")
    assert [(field(home, visit, one).value, field(home, visit, one).disabled) for one in rates] == [
        (0, True)
    ] * 4
    assert all(field(home, visit, one).disabled for one in ("preset", "choices", "strength", "axes"))
    assert "The presets are for pairs" in visit.words
    assert save(home, visit).errors == []
    assert home.project.protocol.mode == Mode.RANKINGS


@pytest.mark.parametrize(("name", "locked"), [("no pairs", False), ("sample", True)])
def test_the_mode_is_fixed_once_there_are_pairs(open_home, name, locked):
    """And the page says so."""
    home = open_home(name)
    visit = home.visit(Role.LEAD).go("project")
    assert field(home, visit, "mode").disabled == locked
    assert ("Fixed since the first import" in visit.words) == locked


def test_what_a_qualification_asks_is_said_at_once(open_home):
    """With each change of the figures, before anything is saved."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD).go("project")
    assert "No qualification: whoever may label starts at once." in visit.words
    fill(home, visit, qualification_pairs=10, qualification_threshold=80.0)
    assert "8 of 10 must be right" in visit.words
    assert "12 of 15 must be right" in fill(home, visit, qualification_pairs=15).words


def test_too_few_gold_pairs_are_said(open_home):
    """With where they come from; the sample has none of its own."""
    home = open_home("sample")
    visit = fill(home, home.visit(Role.LEAD).go("project"), gold_rate=10.0)
    assert "The project has no gold pairs, so none are mixed in." in visit.words
    assert "imported as gold on the data sets page" in visit.words
    with home.studio.db.write() as session:
        pair = session.get_one(Pair, 1)
        pair.pool, pair.gold, pair.priority = Pool.GOLD, Outcome.CANDIDATE_0, None
    assert "gold pairs and the project has" not in visit.run().words
    fill(home, visit, qualification_pairs=2)
    assert "The qualification asks for 2 gold pairs and the project has 1" in visit.words
    assert "the project has" not in fill(home, visit, qualification_pairs=1).words


def test_a_project_is_paused_and_goes_on(open_home):
    """The page says what annotators will read."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD).go("project")
    assert "annotators read “Labelling is paused”" in visit.words
    save(home, fill(home, visit, paused=True))
    assert home.project.paused
    assert "Labelling is paused" in home.visit(Role.ANNOTATOR).go("label").words
    save(home, fill(home, visit, paused=False))
    assert not home.project.paused
