"""What is said of a plan before launch: without asking anybody, and then by asking Google."""

import json
from dataclasses import asdict, replace

import pytest

from core.datasets.checks import Lengths
from core.datasets.delivery import AS_FROZEN, read_dataset
from core.findings import Level
from core.training.costs import amount
from core.training.google.storage import upload_input
from core.training.method import Plan
from core.training.methods.vertex_rlhf.checks import PERMISSIONS, _cut
from core.training.methods.vertex_rlhf.method import VertexRlhf
from tests.core.training.methods.vertex_rlhf.vertex_runs import checked
from tests.doubles.google.cloud import A100

METHOD = VertexRlhf()


def plan(sets, **parameters):
    """A checked plan."""
    return Plan(checked(**parameters), sets)


def findings(found, level):
    """The texts and remedies of a level."""
    return [f"{one.text} {one.remedy}".strip() for one in found if one.level == level]


def warned(sets, **parameters):
    """All warnings in one text."""
    return " ".join(findings(METHOD.advise(plan(sets, **parameters)), Level.WARNING))


def first_words(dataset):
    """With what the first prompt of a set begins, long enough to be its own."""
    return frozen_text(dataset).strip()[:40].strip()


def frozen_text(dataset):
    """The first prompt of a set."""
    return json.loads(read_dataset(dataset).splitlines()[0])["input_text"]


def with_card(dataset, **card):
    """A set with other words on its card."""
    return replace(dataset, card=dataset.card | card)


def test_epochs_outside_of_googles_advice_are_named_with_steps(sets):
    """30 rows are 1 step an epoch, so 20 to 30 epochs are 20 to 30 steps; 100 are too many."""
    rows = sets["preference_dataset"].rows
    assert (
        f"reward_model_train_steps: 100 steps are 100 epochs of {rows} rows; Google advises 20 to 30 epochs, "
        "here 20 to 30 steps." in warned(sets)
    )
    longer = sets | {"prompt_dataset": replace(sets["prompt_dataset"], rows=100)}  # 2 steps an epoch
    said = warned(longer, reinforcement_learning_train_steps=5)
    assert "5 steps are 2.5 epochs of 100 rows; Google advises 10 to 20 epochs, here 20 to 40 steps." in said
    fitting = {"reward_model_train_steps": 25, "reinforcement_learning_train_steps": 15}
    assert "epochs that Google advises" not in warned(sets, **fitting)


@pytest.mark.parametrize(("rows", "level"), [(999, "warning"), (1_000, "good"), (10_000, "good")])
def test_rows_are_compared_with_googles_advice(sets, rows, level):
    """1,000 to 10,000 preference rows."""
    many = sets | {"preference_dataset": replace(sets["preference_dataset"], rows=rows)}
    (found,) = [one for one in METHOD.advise(plan(many)) if "Google advises 1,000" in one.text]
    assert found.level == level


def test_long_texts_are_estimated_against_the_sequence_lengths(sets):
    """4 characters to a token: 10 tokens are at most 40 characters of a prompt."""
    said = warned(sets, prompt_sequence_length=10)
    assert "The prompts of preference 1 have up to an estimated" in said
    assert "Raise prompt_sequence_length" in said
    assert "prompt_sequence_length" not in warned(sets, prompt_sequence_length=8192)


def test_how_many_are_cut_is_known_up_to_a_bin():
    """Limit 100 × 4 = 400 characters: 3 texts from 400 on may be, 2 from 500 on are."""
    lengths = Lengths()
    for length in (350, 450, 550, 600):  # bins 315–399, 400–499, 500–629
        lengths.add(length)
    assert _cut(asdict(lengths), 100) == "2 to 3 of 4 are"


def test_unmeasured_texts_say_so(sets):
    """Sets of the time before there were cards."""
    bare = {role: replace(one, card={}) for role, one in sets.items()}
    unknown = findings(METHOD.advise(plan(bare)), Level.UNKNOWN)
    assert any("were not measured" in text for text in unknown)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"location": "europe-west1"}, "Set location to us-central1"),
        ({"accelerator_type": "TPU"}, "Set location to europe-west4"),
        ({"kl_coeff": 0.0}, "kl_coeff is 0"),
    ],
)
def test_doubtful_choices_are_named(sets, values, what):
    """Each with what to do."""
    assert what in warned(sets, **values)
    assert what not in warned(sets)


def test_a_model_that_google_shut_down_stops_a_launch(sets):
    """With what to choose instead."""
    [stop] = [
        one
        for one in METHOD.advise(plan(sets, large_model_reference="text-bison@002"))
        if one.level == Level.STOP
    ]
    assert "text-bison@002 is retired (Google shut the bison models down in April 2025)" in stop.text
    assert "llama-2" in stop.remedy


@pytest.mark.parametrize("family", ["llama", "t5"])
def test_deploying_what_the_pipeline_never_deploys_is_named(sets, family):
    """The parameter may be on, as it is by default; it has no effect."""
    model = {"llama": "llama-2-7b", "t5": "t5-small"}[family]
    good = findings(METHOD.advise(plan(sets, large_model_reference=model)), Level.GOOD)
    assert any(f"deploy_model has no effect on {family} models: " in text for text in good)
    off = METHOD.advise(plan(sets, large_model_reference=model, deploy_model=False))
    assert not any("deploy_model" in one.text for one in off)


def test_the_estimates_hours_have_the_same_digits_as_its_basis(sets):
    """(20 + 40) × 8.8 s = 528 s, more exactly 528.8 s = 0.147 h; not 0.1 below it."""
    asked = plan(sets, reward_model_train_steps=20, reinforcement_learning_train_steps=40)
    (line,) = METHOD.estimate(asked).lines
    assert amount(line.likely) == "0.147"
    assert "(20 + 40 steps) × 8.8 s = 0.147 hours on" in line.basis


def test_the_instruction_is_in_the_rows_or_in_the_parameter(sets):
    """Both would show it to the model twice; neither, or some rows only, is doubtful."""
    begins = first_words(sets["prompt_dataset"])
    alone = {"prompt_dataset": with_card(sets["prompt_dataset"], instruction=begins)}
    both = METHOD.advise(plan(alone, instruction=begins))
    assert "the parameter would add it again. Leave" in " ".join(findings(both, Level.STOP))
    in_rows = METHOD.advise(plan(alone))
    assert "The rows carry the instruction" in " ".join(findings(in_rows, Level.GOOD))
    given = METHOD.advise(plan(alone, instruction="Something else."))
    assert "The parameter adds the instruction" in " ".join(findings(given, Level.GOOD))
    nowhere = {"prompt_dataset": with_card(sets["prompt_dataset"], instruction="Something else.")}
    assert "Neither the rows nor the parameter" in warned(nowhere)


def test_sets_that_carry_it_and_sets_that_do_not_are_named(sets):
    """The model would learn on one kind of prompt and practise on another."""
    begins = first_words(sets["prompt_dataset"])
    mixed = sets | {"prompt_dataset": with_card(sets["prompt_dataset"], instruction=begins)}
    assert "Import and freeze the sets alike." in warned(mixed)


def test_google_is_asked_for_everything_a_run_needs(cloud, sets):
    """All is well, but for what nobody can ask."""
    found = METHOD.check_outside(plan(sets))
    assert findings(found, Level.STOP) == []
    good = " ".join(findings(found, Level.GOOD))
    assert cloud.email in good
    assert "aiplatform.googleapis.com" in good
    assert any("closed images" in text for text in findings(found, Level.UNKNOWN))
    assert cloud.jobs == {}


def test_what_google_lacks_is_named(cloud, sets):
    """A permission, an API and a quota, each with its remedy; none stops the others."""
    cloud.deny(PERMISSIONS[0])
    cloud.disabled.add("aiplatform.googleapis.com")
    cloud.quotas.clear()
    found = METHOD.check_outside(plan(sets, project="other-project"))
    stops = " ".join(findings(found, Level.STOP))
    assert "aiplatform.pipelineJobs.create" in stops
    assert "gcloud services enable aiplatform.googleapis.com" in stops
    assert any("other-project" in text for text in findings(found, Level.UNKNOWN))


def test_machines_of_another_project_are_not_looked_for_in_ones_own(cloud, sets):
    """Its quota was not checked, which is said; that of the account's own project does not count."""
    cloud.quotas[A100]["us-central1"] = 0
    assert findings(METHOD.check_outside(plan(sets)), Level.STOP)
    found = METHOD.check_outside(plan(sets, project="other-project"))
    assert findings(found, Level.STOP) == []
    assert any("quota were not checked" in text for text in findings(found, Level.UNKNOWN))


def test_without_logging_a_run_can_be_launched(cloud, sets):
    """Only the excerpts of failed tasks are missing, which is said."""
    cloud.disabled.add("logging.googleapis.com")
    cloud.deny("logging.logEntries.list")
    found = METHOD.check_outside(plan(sets))
    assert findings(found, Level.STOP) == []
    warnings = [text for text in findings(found, Level.WARNING) if "log excerpts" in text]
    assert len(warnings) == 2


def test_a_missing_bucket_is_named(cloud, sets, monkeypatch):
    """With the settings that name one."""
    monkeypatch.setenv("STAGING_BUCKET", "")
    monkeypatch.setenv("BUCKET_NAME", "")
    (stop,) = findings(METHOD.check_outside(plan(sets)), Level.STOP)
    assert "STAGING_BUCKET" in stop


def test_rows_in_the_cloud_are_only_read_when_google_may_be_asked(cloud, sets):
    """Advice asks nobody; the check does."""
    dataset = with_card(sets["prompt_dataset"], instruction="Never used.")
    there = replace(
        dataset, address=upload_input(dataset, AS_FROZEN, cloud.bucket, tell=print), generation=""
    )
    asked = plan({"prompt_dataset": there})
    assert not any("instruction" in one.text for one in METHOD.advise(asked))
    assert any("project's instruction" in one.text for one in METHOD.check_outside(asked))
