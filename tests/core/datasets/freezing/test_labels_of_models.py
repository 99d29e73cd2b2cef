"""Labels of models are in no set, figure or queue, unless a recipe asks for them by name."""

from dataclasses import replace

import pytest

from app.ui.home.loop import read_loop
from core.access import SYSTEM
from core.datasets.delivery import frozen_rows
from core.datasets.exports import data_card
from core.datasets.freezing import PreferenceRecipe, list_judges, preview
from core.errors import InvalidInput
from core.labelling import Pair, find_project
from core.labelling.adjudication import count_disputed
from core.labelling.consensus import TiePolicy
from core.labelling.progress import project_progress, work_by_day
from core.labelling.reports import (
    list_judgments,
    list_pairs,
    measured_agreement,
    quality_report,
    quality_stamp,
)
from core.rewards.choices import read_choices
from core.training.method import LaunchRequest
from core.training.runs.checks import preflight
from tests.core.builders import (
    add_pairs,
    answer,
    frozen,
    make_gold,
    new_person,
    new_project,
    queue,
    rows_in,
    rows_of,
    save,
)
from tests.core.labelling.model_labels.by_models import labelled

OPEN = {3: "candidate_1", 4: "candidate_0", 5: "tie", 6: None}
"""What the model says of the pairs that nobody has judged, by their places."""


@pytest.fixture
def project(studio):
    """Seven pairs: three that two people have judged, four that nobody has; the model has labelled all."""
    return new_project(studio, judgments_per_pair=2)


@pytest.fixture
def pairs(studio, project):
    """Their numbers; on the first two both chose candidate 0, on the third they differ."""
    numbers = add_pairs(studio, project, 7)
    for name, last in (("Ada", "candidate_0"), ("Ben", "candidate_1")):
        given = zip(numbers, ["candidate_0", "candidate_0", last], strict=False)
        save(studio, new_person(studio, name=name), project, *(answer(one, said) for one, said in given))
    return numbers


@pytest.fixture
def models(studio, project, pairs):
    """The labels are there."""
    said = {0: "candidate_0", 1: "candidate_1", 2: "candidate_1"} | OPEN
    labelled(studio, project, {pairs[place]: one for place, one in said.items()})


def figures(studio, project):
    """All that the studio says of a project."""
    ask = studio.db.ask
    reads = (quality_report, quality_stamp, measured_agreement, count_disputed, work_by_day, list_judges)
    found = [repr(ask(read, project)) for read in reads]
    found += [repr(ask(read, project, limit=50)) for read in (list_pairs, list_judgments)]
    found += [repr(ask(project_progress, project)), repr(ask(read_loop, project, SYSTEM).stages)]
    found += [repr(ask(find_project, project.name)), repr(rows_of(studio, Pair))]
    return [*found, repr(ask(preview, project, PreferenceRecipe(minimum_confidence=0.6)))]


def test_nothing_moves_when_models_have_labelled(studio, project, pairs):
    """Report, agreement, coverage, counts, queue and the bytes of a set: to the letter."""
    person = new_person(studio, name="Cleo")
    rows = frozen(studio, project)
    before = figures(studio, project)
    labelled(studio, project, dict.fromkeys(pairs, "candidate_1"))
    assert figures(studio, project) == before
    again = frozen(studio, project)
    assert (again.sha256, again.evidence_sha256) == (rows.sha256, rows.evidence_sha256)
    assert {k: v for k, v in again.card.items() if k != "shared_prompts"} == {
        k: v for k, v in rows.card.items() if k != "shared_prompts"
    }
    assert {one.id for one in queue(studio, project, person)} == set(pairs[3:])


@pytest.mark.usefixtures("models")
def test_a_recipe_asks_for_them_by_name(studio, project, pairs):
    """What people judged stays as they said; the others get the model's, and each such row says so."""
    people = frozen(studio, project)
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
    assert [one["choice"] for one in rows_in(people)] == [0, 0]
    assert [one["choice"] for one in rows_in(both)] == [0, 0, 1, 0]
    kinds = [row.evidence.get("annotator_kind") for row in frozen_rows(both)]
    assert kinds == [None, None, "model", "model"]
    evidence = list(frozen_rows(both))[2].evidence
    assert (evidence["decided_by"], evidence["judgments"]) == ("model", [])
    (said,) = evidence["model_labels"]
    assert (said["name"], said["outcome"], said["in_both_orders"]) == (
        "careful",
        "candidate_1",
        ["candidate_1", "candidate_1"],
    )
    assert said["reasons"] == ["It says more.", "So it does."]
    assert both.counts["ties"] == 2  # people's on the third, the model's on the sixth


@pytest.mark.usefixtures("models")
def test_the_card_names_share_and_agreement(studio, project):
    """On the two pairs that people chose on, the model did once; people's own figures stay people's."""
    people = frozen(studio, project)
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
    (model,) = both.card["model_labels"]
    assert (both.card["rows_by_model"], model["rows"], model["compared"], model["agreeing"]) == (2, 2, 2, 1)
    for name in ("judgments", "judgments_per_row", "agreement", "mean_confidence", "annotators"):
        assert both.card[name] == people.card[name]
    told = " ".join(both.card["weaknesses"])
    assert "In 2 of 4 rows (50.0%) no person chose but a model" in told
    assert "as people did on 1 of 2 pairs that both have judged (50.0%)" in told
    text = data_card(both, project.name, instruction="")
    assert "## Labels by models" in text
    assert "`careful`" in text
    assert "Labels by models" not in data_card(people, project.name, instruction="")


@pytest.mark.usefixtures("models")
def test_a_launch_says_that_a_model_chose(studio, project):
    """With the share; of a set that people judged nothing is said."""
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
    asked = LaunchRequest("local-rlhf", {"preference_dataset": both.id})
    told = " ".join(one.text for one in studio.db.ask(preflight, project.id, asked).findings)
    assert "no person chose but a model" in told
    plain = replace(asked, inputs={"preference_dataset": frozen(studio, project).id})
    assert "a model" not in " ".join(one.text for one in studio.db.ask(preflight, project.id, plain).findings)


@pytest.mark.usefixtures("models")
def test_a_reward_is_learned_from_people_alone(studio, project):
    """Its held-out figures say how far it chooses as people do."""
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
    assert len(read_choices(both)) == 2


@pytest.mark.usefixtures("models")
def test_several_models_must_agree(studio, project, pairs):
    """More than half of the named ones; else it is a tie, which a coin may decide."""
    labelled(studio, project, {pairs[3]: "candidate_0", pairs[4]: "candidate_0"}, "other")
    names = ("other", "careful", "careful")
    recipe = PreferenceRecipe(model_labels=names)
    assert recipe.model_labels == ("careful", "other")
    assert [one["choice"] for one in rows_in(frozen(studio, project, recipe))] == [0, 0, 0]
    coin = frozen(studio, project, recipe.model_copy(update={"ties": TiePolicy.COIN}))
    assert len(rows_in(coin)) == 6


@pytest.mark.usefixtures("models")
def test_a_right_answer_goes_before_a_model(studio, project, pairs):
    """Gold pairs keep theirs, whatever the model says."""
    make_gold(studio, project, [pairs[3]], "candidate_0")
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
    assert [one["choice"] for one in rows_in(both)] == [0, 0, 0, 0]
    assert [row.evidence["decided_by"] for row in frozen_rows(both)][2:] == ["gold", "model"]


@pytest.mark.usefixtures("models")
def test_balanced_rows_turn_what_the_model_said_too(studio, project):
    """Evidence is as the row stands."""
    both = frozen(studio, project, PreferenceRecipe(model_labels=("careful",), balance=True))
    for row in frozen_rows(both):
        for said in row.evidence.get("model_labels", ()):
            assert said["outcome"] == f"candidate_{row.row['choice']}"


def test_a_name_that_nobody_has_is_refused(studio, project, pairs):
    """With those there are."""
    with pytest.raises(InvalidInput, match=r"called “careful” here; there are: none\."):
        frozen(studio, project, PreferenceRecipe(model_labels=("careful",)))
