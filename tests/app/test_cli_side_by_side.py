"""``prefstudio side-by-side`` and ``launch --method autosxs``: from a review to what judging it may cost."""

import pytest

from tests.loop_helpers import prediction_text


@pytest.fixture
def review(prefstudio, pairs_file, tmp_path):
    """A review of two files of answers to three prompts."""
    assert prefstudio("import", str(pairs_file), "--project", "P", "--create").status == 0
    for name in ("base", "tuned"):
        answers = [(f"prompt {one}", f"{name} says {one}") for one in range(3)]
        (tmp_path / f"{name}.jsonl").write_text(prediction_text(answers))
    sides = [f"--{name}={tmp_path / name}.jsonl" for name in ("base", "tuned")]
    return prefstudio("compare", *sides, "--title", "Two", "--json").figures["id"]


def test_the_file_and_what_judging_it_may_cost(review, prefstudio, cloud):
    """The command that is printed checks the very file, and asks Google; nothing is launched."""
    said = prefstudio("side-by-side", str(review)).out
    assert said.startswith(f"3 comparisons are in gs://{cloud.staging}/prefstudio/side-by-side/")
    options = said.partition("--method autosxs --check ")[2].split()
    asked = ("--parameter", "instruction=Summarize.")
    checked = prefstudio("launch", "--method", "autosxs", "--check", *options, *asked)
    assert "The file holds 3 rows with both answers each." in checked.out
    assert "3 × AutoSxS judged row" in checked.out
    assert "Whether Google still runs AutoSxS, and in which regions, was not verified" in checked.out
    assert not cloud.jobs


def test_without_a_bucket_it_says_what_to_do(review, prefstudio):
    """In a sentence."""
    assert "bucket" in prefstudio("side-by-side", str(review)).refusal
    assert "no review" in prefstudio("side-by-side", "99").refusal
