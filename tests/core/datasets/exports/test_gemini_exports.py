"""Sets as the tuning of Gemini reads them, and supervised sets of the preferred answers."""

import pytest
from making_rows import pair, written

from core.datasets.exports import FrozenRow
from core.errors import InvalidInput


def _turn(role: str, *texts: str) -> dict[str, object]:
    return {"role": role, "parts": [{"text": text} for text in texts]}


def test_a_preference_row_scores_the_preferred_answer_one() -> None:
    """The shape of Google's documentation, preferred answer first."""
    assert written("gemini-preference", pair(1)) == [
        {
            "contents": [_turn("user", "A post.")],
            "completions": [
                {"score": 1, "completion": _turn("model", "Second.")},
                {"score": 0, "completion": _turn("model", "First.")},
            ],
        }
    ]


def test_supervised_rows_hold_the_preferred_answer() -> None:
    """Older text models read input and output text; Gemini reads turns."""
    assert written("supervised", pair(1)) == [{"input_text": "A post.", "output_text": "Second."}]
    assert written("gemini-supervised", pair(0)) == [
        {"contents": [_turn("user", "A post."), _turn("model", "First.")]}
    ]


def test_a_dialogue_becomes_turns_and_its_system_messages_an_instruction() -> None:
    """Contents know users and models only; what is said to the model stands apart, part by part."""
    prompt = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}]},
        {"role": "assistant", "content": "Three."},
        {"role": "user", "content": "Four?"},
    ]
    row = pair(0, conversation={"prompt": prompt, "context": "Be kind."})
    contents = [_turn("user", "One.", "Two."), _turn("model", "Three."), _turn("user", "Four?")]
    instruction = {"parts": [{"text": "Be kind."}, {"text": "Be brief."}]}
    preference = written("gemini-preference", row)[0]
    assert (preference["system_instruction"], preference["contents"]) == (instruction, contents)
    assert written("gemini-supervised", row) == [
        {"systemInstruction": instruction, "contents": [*contents, _turn("model", "First.")]}
    ]


def test_a_dialogue_of_instructions_alone_is_asked_as_text() -> None:
    """Contents may not be empty, so the whole prompt is the user's turn."""
    row = pair(0, conversation={"prompt": [{"role": "system", "content": "A post."}]})
    assert written("gemini-supervised", row) == [
        {"contents": [_turn("user", "A post."), _turn("model", "First.")]}
    ]


@pytest.mark.parametrize("export_format", ["gemini-preference", "supervised", "gemini-supervised"])
@pytest.mark.parametrize("choice", [None, 2, True, "1"])
def test_a_row_without_a_choice_is_refused(export_format: str, choice: object) -> None:
    """Prompts have no preferred answer; the sentence says what to export instead."""
    with pytest.raises(InvalidInput, match=r"no choice between two candidates.*export a preference set"):
        written(export_format, FrozenRow({"input_text": "A post.", "choice": choice}, {}))
