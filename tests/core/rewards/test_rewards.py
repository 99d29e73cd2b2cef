"""Rewards on record: what they are made of, who sees them, and what their figures say before a launch."""

import pytest
from pydantic import ValidationError

from core.access import SYSTEM
from core.errors import InvalidInput, NotAllowed, NotFound
from core.findings import Level
from core.rewards import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    RewardSpec,
    get_reward,
    keep_reward,
    list_rewards,
    reward_findings,
)
from tests.core.builders import frozen, new_project, row, take
from tests.core.rewards.made_rewards import CODE, kept, report, share, specification

JUDGE = {"name": "judge", "model": "gemini-3.5-flash", "prompt": "{{response}}", "expression": "<s>(.*)</s>"}


@pytest.fixture
def dataset(studio, project):
    take(studio, project, row(1, choice=0))
    return frozen(studio, project)


def test_a_reward_is_the_weighted_mean_of_its_clipped_parts():
    whole = RewardSpec(
        parts=(ModelPart(name="people", code=CODE, weight=3), LengthPart(name="short", most_words=9))
    )
    assert whole.together({"people": 0.5, "short": -7.0}) == pytest.approx((3 * 0.5 - 1) / 4)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: RewardSpec(parts=(LengthPart(name="a", most_words=9),)), "nothing of what people prefer"),
        (lambda: RewardSpec(parts=(ModelPart(name="a", code=CODE),) * 2), "names must differ"),
        (lambda: RewardSpec(parts=()), "at least 1"),
        (lambda: AutoraterPart(**(JUDGE | {"prompt": "How good?"})), "would not see the answer"),
        (lambda: AutoraterPart(**(JUDGE | {"expression": "(a)(b)"})), "exactly one group"),
        (lambda: FormatPart(name="a", expression="("), "no regular expression"),
        (lambda: CloudRunPart(name="a", address="http://example.com"), "begins with https"),
        (lambda: ModelPart(name="Two words", code=CODE), "pattern"),
    ],
)
def test_what_cannot_be_a_reward_is_refused_with_a_reason(make, why):
    with pytest.raises(ValidationError, match=why):
        make()


def test_a_reward_is_kept_whole_and_listed_newest_first(studio, project, dataset):
    first, second = kept(studio, dataset), kept(studio, dataset, name="  Next \n one ")
    assert second.name == "Next one"
    listed = studio.db.ask(list_rewards, project.id)
    assert [one.id for one in listed] == [second.id, first.id]
    assert studio.db.ask(list_rewards, project.id, before=second.id, limit=5) == [first]
    detail = studio.db.ask(get_reward, first.id)
    assert detail.specification == specification()
    assert (detail.view, detail.dataset, detail.view.report) == (first, dataset, report())
    assert detail.view.sha256 == specification().sha256
    assert (first.kinds, first.kind) == (("model",), "model")


def test_names_and_sets_that_cannot_be_are_refused(studio, project, dataset, ada):
    with studio.db.write() as session:
        with pytest.raises(InvalidInput, match="at most 120 visible"):
            keep_reward(session, SYSTEM, dataset, "x" * 121, specification(), report())
        with pytest.raises(NotAllowed):
            keep_reward(session, ada, dataset, "", specification(), report())
    with pytest.raises(NotFound, match="no reward number 7"):
        studio.db.ask(get_reward, 7)
    assert studio.db.ask(list_rewards, new_project(studio, "Other").id) == []


@pytest.mark.parametrize(
    ("changes", "levels", "words"),
    [
        ({}, [Level.GOOD], "75 % (65–85 %) of 100 held-out pairs"),
        ({"accuracy": share(0.55)}, [Level.STOP], "no better than a coin"),
        ({"agreement": None}, [Level.GOOD], "too few pairs were judged twice"),
        ({"longer": share(0.75), "length_correlation": 0.97}, [Level.GOOD, Level.WARNING], "longer"),
        ({"longer": share(0.25), "length_correlation": -0.97}, [Level.GOOD, Level.WARNING], "shorter"),
        ({"pairs": 9, "longer": share(0.75), "length_correlation": 1.0}, [Level.GOOD], "of 9 held-out pairs"),
        ({"saturated": 0.2}, [Level.GOOD, Level.WARNING], "little to learn from"),
        ({"failed": 3}, [Level.GOOD, Level.WARNING], "3 of 103"),
        ({"accuracy": share(0.2)}, [Level.STOP], "mostly the other answer"),
    ],
)
def test_figures_are_said_before_a_launch(studio, dataset, changes, levels, words):
    found = reward_findings(kept(studio, dataset, **changes))
    assert [one.level for one in found] == levels
    assert words in found[-1].text
