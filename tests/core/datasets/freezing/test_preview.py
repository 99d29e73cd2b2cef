"""A preview says what freezing would come to, and leaves no trace."""

import pytest

from core.datasets import DatasetKind
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, preview
from core.errors import InvalidInput
from core.labelling.consensus import ConsensusRule, TiePolicy
from core.labelling.quality import ConsensusMethod
from tests.core.builders import add_pairs, answer, everything, frozen, new_person, rows_in, save, take


def looked(studio, project, recipe):
    """The preview of a recipe."""
    with studio.db.read() as session:
        return preview(session, project, recipe)


@pytest.fixture
def judged(studio, project):
    """Eight pairs: six for candidate 1, a tie, and one with a hostile post that two people disagree on."""
    pairs = add_pairs(studio, project, 7)
    ada, ben = new_person(studio), new_person(studio, name="Ben")
    for pair in pairs[:6]:
        save(studio, ada, project, answer(pair, "candidate_1"))
    save(studio, ada, project, answer(pairs[6], "tie"))
    texts = {"input_text": "<script>{{1}}", "candidate_0": "**b**", "candidate_1": "$x$"}
    take(studio, project, texts)
    last = pairs[-1] + 1
    save(studio, ada, project, answer(last, "candidate_0"))
    save(studio, ben, project, answer(last, "candidate_1"))
    return project


@pytest.mark.parametrize(
    ("recipe", "rows", "left_out"),
    [
        (PreferenceRecipe(), 6, {"ties": 2}),
        (PreferenceRecipe(ties=TiePolicy.COIN), 8, {}),
        (PreferenceRecipe(minimum_judgments=2), 0, {"ties": 1, "too few judgments": 7}),
        (PreferenceRecipe(rule=ConsensusRule.UNANIMOUS, weights=True), 6, {"ties": 2}),
        (PromptRecipe(pool=PromptPool.PAIRS), 8, {}),
        (PromptRecipe(), 0, {}),
    ],
)
def test_a_preview_counts_what_goes_in_and_why_others_do_not(studio, judged, recipe, rows, left_out):
    """Of 8 judged pairs, each is a row or left out for one reason; nothing is written."""
    before = everything(studio)
    found = looked(studio, judged, recipe)
    assert (found.rows, found.left_out) == (rows, left_out)
    assert len(found.examples) == min(rows, 5)
    assert everything(studio) == before
    assert list(studio.store.list()) == []


@pytest.mark.parametrize("recipe", [PreferenceRecipe(ties=TiePolicy.COIN, weights=True), PreferenceRecipe()])
def test_a_preview_is_what_freezing_gives(studio, judged, recipe):
    """Rows, counts and the first five rows, byte for byte the same texts."""
    found, made = looked(studio, judged, recipe), frozen(studio, judged, recipe)
    assert (found.rows, found.counts) == (made.rows, made.counts)
    assert list(found.examples) == rows_in(made)[:5]


def test_parts_of_a_split_are_previewed(studio, project):
    """Of 10 prompts a fifth is held out: 8 are in the prompt set, 2 in the other part."""
    take(studio, project, *({"input_text": f"prompt {n}"} for n in range(10)), kind=DatasetKind.PROMPT)
    found = looked(studio, project, PromptRecipe(evaluation_share=0.2))
    assert (found.rows, found.left_out) == (8, {"in the other part": 2})


def test_a_preview_that_cannot_be_made_says_why(studio, judged):
    """As freezing would."""
    with pytest.raises(InvalidInput, match="Nobody has answered a gold pair"):
        looked(studio, judged, PreferenceRecipe(consensus=ConsensusMethod.WEIGHTED))
