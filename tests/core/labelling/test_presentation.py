"""How a project's texts are shown."""

import pytest

from core.errors import InvalidInput
from core.labelling import LabellingProtocol, Presentation, Texts, texts_of
from core.labelling.protocol import skip_reasons_for
from core.labelling.refusing import read_settings


def test_usual_words() -> None:
    """Until a lead says otherwise a project summarises posts, in plain text, and fetches no picture."""
    usual = Presentation()
    assert (usual.prompt, usual.answer, usual.content.value, usual.picture_hosts) == (
        "Post",
        "Summary",
        "plain",
        (),
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"prompt": " "}, "The prompt cannot be “ ”: write something or take it out."),
        ({"answer": "x" * 31}, f"The answer cannot be “{'x' * 31}”: keep it to 30 characters."),
        (
            {"picture_hosts": ["https://a.org/x"]},
            "Entry 1 of the picture hosts cannot stay so: “https://a.org/x” is not",
        ),
        ({"picture_hosts": ["localhost"]}, "Entry 1 of the picture hosts cannot stay so: “localhost” is not"),
    ],
)
def test_refusals(values: dict[str, object], said: str) -> None:
    """One sentence names the field and the value."""
    with pytest.raises(InvalidInput) as refused:
        read_settings(Presentation, values)
    assert str(refused.value).startswith(said)


def test_hosts_are_lowered() -> None:
    """Addresses do not tell case either."""
    assert read_settings(Presentation, {"picture_hosts": [" I.Example.ORG "]}).picture_hosts == (
        "i.example.org",
    )


def test_a_kind_of_texts_is_known_again() -> None:
    """Whatever pictures are allowed; and not where a word is another."""
    for one in Texts:
        assert texts_of(one.presentation.model_copy(update={"picture_hosts": ("a.org",)})) == one
    assert texts_of(Presentation(prompt="Thread")) is None


def test_reasons_to_skip_speak_of_the_prompt_by_its_name() -> None:
    """Those that are the project's own stay."""
    asked = skip_reasons_for("Question", ("Too long", "I do not understand the post"))
    assert asked == ("Too long", "I do not understand the question")
    assert skip_reasons_for("Post") == LabellingProtocol().skip_reasons
