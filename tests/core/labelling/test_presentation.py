"""How a project's texts are shown."""

import pytest

from core.errors import InvalidInput
from core.labelling import Presentation
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
