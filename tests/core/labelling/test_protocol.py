"""The protocol: what goes together, what a form's values make, and how a refusal reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import SYSTEM
from core.errors import Conflict, InvalidInput
from core.labelling import Choices, LabellingProtocol, Mode, ProjectSettings
from core.labelling.projects import change_project
from core.labelling.protocol import right_needed
from core.labelling.refusing import read_settings
from tests.core.builders import add_pairs, everything


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"gold_rate": 0.5}, "The gold rate cannot be “0.5”: give at most 0.3."),
        ({"qualification_pairs": -1}, "The qualification pairs cannot be “-1”: give at least 0."),
        ({"qualification_threshold": 0}, "The qualification threshold cannot be “0”: give more than 0.0."),
        ({"skip_reasons": list("abcdefghij")}, "The skip reasons cannot be 10 entries: keep at most 9."),
        ({"axes": ["a", "b" * 81]}, f"Entry 2 of the axes cannot be “{'b' * 40}”: keep it to 80 characters."),
        ({"axes": [" "]}, "Entry 1 of the axes cannot be “ ”: write something or take it out."),
        ({"flag_reasons": ["A", "a"]}, "The flag reasons cannot stay so: “a” is there twice; name it once."),
        ({"mode": "duels"}, "The mode cannot be “duels”: input should be 'pairs' or 'rankings'."),
        ({"tempo": 1}, "The tempo cannot be “1”: extra inputs are not permitted."),
    ],
)  # fmt: skip
def test_a_refusal_names_field_value_and_remedy(values, sentence):
    """In one sentence, whatever pydantic calls it."""
    with pytest.raises(InvalidInput) as refused:
        read_settings(LabellingProtocol, values)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"strength": True, "confidence": True}, "drop the confidence"),
        ({"mode": "rankings", "gold_rate": 0.1}, "set their rates to 0 for rankings"),
        ({"mode": "rankings", "calibration_rate": 0.1}, "set their rates to 0 for rankings"),
        ({"mode": "rankings", "retest_rate": 0.1}, "set their rates to 0 for rankings"),
        ({"mode": "rankings", "qualification_pairs": 1}, "set it to 0 for rankings"),
    ],
)
def test_what_contradicts_is_refused(values, words):
    """With what to change."""
    with pytest.raises(InvalidInput, match=f"These settings contradict each other: .*{words}"):
        read_settings(LabellingProtocol, values)


def test_words_lose_the_blanks_around_them():
    """A line of a form may have some."""
    assert read_settings(LabellingProtocol, {"axes": [" tone "], "skip_reasons": []}) == LabellingProtocol(
        axes=("tone",), skip_reasons=()
    )


@pytest.mark.parametrize(
    ("choices", "tie", "both_bad"),
    [(Choices.TWO_WAY, False, False), (Choices.WITH_TIE, True, False), (Choices.WITH_BOTH_BAD, True, True)],
)
def test_the_answers_offered(choices, tie, both_bad):
    """Each choice includes those before it."""
    protocol = LabellingProtocol(choices=choices)
    assert (protocol.tie, protocol.both_bad) == (tie, both_bad)


@pytest.mark.parametrize(
    ("pairs", "threshold", "needed"),
    [
        (0, 0.75, 0),
        (10, 0.8, 8),
        (10, 0.75, 8),  # 7.5 right answers are not to be had: 8
        (20, 0.55, 11),  # 20 × 0.55 is 11.000000000000002 in floating point
        (3, 2 / 3, 2),
        (10, 0.01, 1),  # 0.1
        (7, 1, 7),
    ],
)
def test_how_many_must_be_right(pairs, threshold, needed):
    """The least whole number that is at least the share."""
    assert right_needed(pairs, threshold) == needed
    assert (
        LabellingProtocol(qualification_pairs=pairs, qualification_threshold=threshold).qualification_needed
        == needed
    )


@given(st.integers(0, 50), st.integers(1, 100))
def test_the_share_needed_is_that_of_whole_numbers(pairs, percent):
    """Against integer arithmetic: ⌈pairs × percent / 100⌉."""
    assert right_needed(pairs, percent / 100) == -(-pairs * percent // 100)


def test_the_mode_changes_only_without_pairs(studio, project):
    """Afterwards the answers in the project would not fit; nothing is written then."""
    rankings = ProjectSettings("Posts", protocol=LabellingProtocol(mode=Mode.RANKINGS))
    with studio.db.write() as session:
        assert change_project(session, SYSTEM, project.id, rankings).protocol.mode == Mode.RANKINGS
        change_project(session, SYSTEM, project.id, ProjectSettings("Posts"))
    add_pairs(studio, project, 1)
    before = everything(studio)
    with (
        pytest.raises(Conflict, match="has pairs in it already, so its mode cannot become rankings"),
        studio.db.write() as session,
    ):
        change_project(session, SYSTEM, project.id, rankings)
    assert everything(studio) == before
