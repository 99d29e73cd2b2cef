"""Requests made up by the description, right and wrong ones: no server error, no answer it does not name."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import sampled_from
from starlette.applications import Starlette
from starlette.routing import Mount

from app.api import ROOT
from app.api.build import build
from tests.app.api.api_scene import MARK

DESCRIPTION = Path(__file__).parents[3] / "docs" / "openapi.json"
ADDRESSES = [
    (path, method) for path, one in json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"].items()
    for method in one
]  # fmt: skip
EXAMPLES = 10
TOO_LARGE = 413
ROLES = ("annotator", "lead")
MADE = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(scene):
    """The description as schemathesis reads it, of an interface in this process."""
    import schemathesis  # noqa: PLC0415 - seconds that collecting the tests need not take

    app = Starlette(routes=[Mount(ROOT, build(lambda: scene.studio))])
    return schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", app, headers=shown(scene, "lead"))


@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
@pytest.mark.parametrize(("path", "method"), ADDRESSES, ids=map(" ".join, ADDRESSES))
def test_made_up_requests(described, scene, path, method, right):
    """Whatever is sent, an answer is one of the description, and none tells of another project."""
    import schemathesis  # noqa: PLC0415 - as above
    from schemathesis.specs.openapi.checks import negative_data_rejection as refused  # noqa: PLC0415
    from schemathesis.specs.openapi.checks import positive_data_acceptance as beyond  # noqa: PLC0415

    mode = schemathesis.GenerationMode.POSITIVE if right else schemathesis.GenerationMode.NEGATIVE
    made = described[path][method].as_strategy(generation_mode=mode)

    @MADE
    @given(case=made, half=sampled_from([scene.own, scene.other, None]))
    def ask(case, half):
        if right and half and case.path_parameters:
            case.path_parameters = {name: half.numbers[name] for name in case.path_parameters}
        for role in ROLES:
            answer = case.call(headers=shown(scene, role))
            # Core refuses more than a schema can; that what is too large is refused is news to the check.
            known = [beyond, refused] if answer.status_code == TOO_LARGE else [beyond]
            case.validate_response(answer, excluded_checks=known)
            assert answer.status_code < 500
            assert MARK not in answer.text.lower()

    try:
        ask()
    except Unsatisfiable:  # nothing can be wrong with a request without parts
        assert not right


def shown(scene, role):
    """The header that shows a token."""
    return {"Authorization": f"Bearer {scene.tokens[role]}"}
