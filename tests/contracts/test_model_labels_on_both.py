"""Labels of models on both databases: asked, counted beside people, frozen where a recipe asks."""

import pytest

from core.access import SYSTEM
from core.datasets.freezing import PreferenceRecipe
from core.labelling import Pair
from core.labelling.model_labels import ModelLabel, label_with_model, list_model_labellers
from tests.core.builders import add_pairs, answer, frozen, new_project, rows_in, rows_of, save
from tests.core.judges.conftest import endpoint, no_waits, nothing_set  # noqa: F401 - fixtures
from tests.core.labelling.model_labels.by_models import request
from tests.core.threads import at_once


@pytest.fixture
def project(any_studio):
    """Six pairs; of each "one N" is shorter than "zero N"."""
    made = new_project(any_studio)
    add_pairs(any_studio, made, 6)
    return made


def test_a_model_labels_beside_people(any_studio, project, ada, endpoint):  # noqa: F811
    """Ada chose on two pairs, once as the model does; the others go in with its labels."""
    first, second, *_ = [one.id for one in rows_of(any_studio, Pair)]
    save(any_studio, ada, project, answer(first, "candidate_1"), answer(second, "candidate_0"))
    assert label_with_model(any_studio.db, SYSTEM, project, request(endpoint)).labelled == 6
    (figures,) = any_studio.db.ask(list_model_labellers, project.id)
    assert (figures.labels, figures.ties, figures.turned, figures.unclear) == (6, 0, 0, 0)
    assert (figures.compared, figures.agreeing) == (2, 1)
    assert [one["choice"] for one in rows_in(frozen(any_studio, project))] == [1, 0]
    asked = frozen(any_studio, project, PreferenceRecipe(model_labels=("careful",)))
    assert [one["choice"] for one in rows_in(asked)] == [1, 0, 1, 1, 1, 1]


def test_two_at_once_label_no_pair_twice(any_studio, project, endpoint):  # noqa: F811
    """Neither fails; each pair has one label."""
    endpoint.seconds = 0.2  # so that neither is done before the other begins
    ask = lambda: label_with_model(any_studio.db, SYSTEM, project, request(endpoint))  # noqa: E731
    at_once(ask, ask)
    labels = rows_of(any_studio, ModelLabel)
    assert len({one.pair_id for one in labels}) == len(labels) == 6
