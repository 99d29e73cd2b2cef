"""``prefstudio label-with-model``: the cost first, then the labels, and a set that asks for them."""

import pytest

from tests.core.judges.conftest import endpoint, no_waits  # noqa: F401 - fixtures
from tests.doubles.openai_server import MODEL


@pytest.fixture
def label(prefstudio, tmp_path, endpoint):  # noqa: F811 - the fixture
    """Run the command on six pairs that nobody has judged."""
    rows = "".join(
        f'{{"input_text": "post {one}", "candidate_0": "Brief.", "candidate_1": "A longer answer."}}\n'
        for one in range(6)
    )
    (tmp_path / "open.jsonl").write_text(rows)
    assert prefstudio("import", str(tmp_path / "open.jsonl"), "--project", "P", "--create").status == 0
    where = ("--kind", "openai", "--model", MODEL, "--base-url", endpoint.address)
    return lambda *more: prefstudio("label-with-model", "careful", *where, *more)


def test_the_cost_is_said_and_nothing_sent_until_confirmed(label, prefstudio, endpoint):  # noqa: F811
    """Then a recipe may ask for the labels; without, there is nothing to freeze."""
    said = label()
    assert "12 calls: 6 pairs, each in both orders." in said.out
    assert "Nothing was sent. Add --confirm to ask it." in said.out
    assert endpoint.asked == []
    assert "careful: 6 of 6 pairs have a label, 0 of them ties" in label("--confirm").out
    assert prefstudio("freeze", "preference").status != 0
    made = prefstudio("freeze", "preference", "--model-label", "careful")
    assert "6 rows" in made.out
    assert "note In 6 of 6 rows (100.0%) no person chose but a model" in made.out


def test_what_cannot_be_is_a_sentence(label, endpoint):  # noqa: F811
    """And nothing is asked."""
    for options, sentence in (
        (["--which", "mine"], "There are no pairs called 'mine'; there are: unjudged, judged, all."),
        (["--instruction", "nowhere.txt"], "cannot be read as UTF-8 text"),
        (["--key-variable", "sk-123"], "give the name of the environment variable that has the key"),
        (["--which", "judged", "--confirm"], "There is nothing to label"),
    ):
        assert sentence in label(*options).refusal
    assert endpoint.asked == []
