"""Comparisons on prompts that the model was tuned on say so, whether a run or two files brought them."""

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import PromptRecipe
from core.labelling import ProjectView
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    Design,
    ModelAnswers,
    create_review,
    remarks,
    review_run,
    seen_sentences,
)
from core.storage import parse_address
from core.training.models import RunInput
from core.training.runs import get_run
from tests.core.builders import frozen, take
from tests.core.review.review_scene import finished_run, predictions
from tests.loop_helpers import prediction_text


@pytest.fixture
def tuned_set(studio, project: ProjectView):
    """A frozen set of three prompts that models are tuned on."""
    rows = ({"input_text": text} for text in ("One.", "Two.", "Three."))
    take(studio, project, *rows, kind=DatasetKind.PROMPT)
    return frozen(studio, project, PromptRecipe())


def compared(studio, project, *prompts, instruction=""):
    """Two files that answer these prompts."""
    asked = [f"{instruction}\n\n\n{one}" if instruction else one for one in prompts]
    sides = [predictions(name, *((one, f"{name} {one}") for one in asked)) for name in ("x", "y")]
    models = [ModelAnswers(name, one) for name, one in zip("xy", sides, strict=True)]
    return create_review(studio.db, SYSTEM, project, models, title="Two files", design=Design())


@pytest.mark.parametrize("instruction", ["", "Sum up."])
def test_two_files_are_compared_with_the_projects_sets(studio, project, tuned_set, instruction):
    """The instruction that the pipeline puts before each prompt is put aside."""
    made = compared(studio, project, "One.", "TWO. ", "Four.", instruction=instruction)
    (said,) = seen_sentences(made.about)
    assert said.startswith("2 of 3 prompts (1 of them but for case and blanks) are in prompt 1, too:")


def test_other_prompts_say_nothing(studio, project, tuned_set):
    made = compared(studio, project, "Four.", "Five.")
    assert [*seen_sentences(made.about), *remarks(made.about, None)] == []


def test_a_run_is_compared_with_its_own_sets(studio, project, tuned_set):
    """Another set, which the run was not tuned on, is none of its business."""
    take(studio, project, {"input_text": "Four."}, kind=DatasetKind.PROMPT)
    frozen(studio, project, PromptRecipe())
    addresses = {}
    for name in (BASE_ARTIFACT, TUNED_ARTIFACT):
        path = studio.settings.home / f"{name}.jsonl"
        path.write_text(prediction_text([("three.", f"{name} 3"), ("Four.", f"{name} 4")]))
        addresses[name] = path.as_uri()
    run = finished_run(studio, project, addresses)
    with studio.db.write() as session:
        session.add(RunInput(run_id=run.run.id, role="prompt_dataset", dataset_id=tuned_set.id))
        session.flush()
        detail = get_run(session, run.run.id)
    (said,) = seen_sentences(review_run(studio.db, SYSTEM, project, detail).about)
    assert said.startswith("1 of 2 prompts (1 of them but for case and blanks) are in prompt 1, too:")


def test_a_set_that_is_gone_is_not_known(studio, project):
    """The comparison is made all the same."""
    take(studio, project, {"input_text": "Gone with its object."}, kind=DatasetKind.PROMPT)
    parse_address(frozen(studio, project, PromptRecipe()).address).path.unlink()
    made = compared(studio, project, "Four.")
    assert made.items == 1
    assert list(seen_sentences(made.about)) == [
        "Whether the prompts are those of prompt 1 is not known: it cannot be read."
    ]
