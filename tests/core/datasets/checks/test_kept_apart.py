"""What rows of one kind must not share with stored ones: their prompts' hashes, of this project alone."""

import pytest

from core.datasets import DatasetKind, Prompt
from core.datasets.checks import texts_kept_apart
from core.labelling import Pair, Pool
from tests.core.builders import new_project


def add_pair(studio, project, text: str, pool: Pool = Pool.REGULAR) -> None:
    with studio.db.write() as session:
        texts = {"input_text": text, "candidate_0": "zero", "candidate_1": "one"}
        session.add(Pair(project_id=project.id, content_hash=text, shuffle_key=1, pool=pool, **texts))


def add_prompt(studio, project, text: str, purpose: DatasetKind) -> None:
    with studio.db.write() as session:
        session.add(Prompt(project_id=project.id, purpose=purpose, content_hash=text, input_text=text))


def apart(studio, project, kind: DatasetKind) -> set[int]:
    with studio.db.read() as session:
        return texts_kept_apart(session, project, kind)


@pytest.fixture
def filled(studio, project):
    """A project with pairs, practice and evaluation prompts, beside another one."""
    for place, name in ((project, ""), (new_project(studio, "Other"), "other ")):
        add_pair(studio, place, f"{name}post")
        add_pair(studio, place, f"{name}gold post", Pool.GOLD)
        add_pair(studio, place, f"{name}implied post", Pool.IMPLIED)
        add_prompt(studio, place, f"{name}practice", DatasetKind.PROMPT)
        add_prompt(studio, place, f"{name}evaluation", DatasetKind.EVALUATION)
    return project


@pytest.mark.parametrize("kind", [DatasetKind.PREFERENCE, DatasetKind.PROMPT])
def test_what_a_model_is_tuned_on_shares_no_evaluation_prompt(studio, filled, kind):
    """Neither pairs nor practice prompts."""
    assert apart(studio, filled, kind) == {hash("evaluation")}


def test_evaluation_prompts_share_nothing_that_a_model_is_tuned_on(studio, filled):
    """Posts of pairs, gold ones too, and practice prompts; an implied pair's post is that of its set."""
    expected = {hash("post"), hash("gold post"), hash("practice")}
    assert apart(studio, filled, DatasetKind.EVALUATION) == expected


def test_an_empty_project_has_nothing_to_keep_apart(studio, project):
    """Not even itself."""
    assert [apart(studio, project, kind) for kind in DatasetKind] == [set()] * 3
