"""What JSON can spell and no table or screen can hold: refused by its name, or taken as from a file."""

import json
from urllib.parse import quote

import pytest
from sqlmodel import select

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.formats import Parts
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.labelling.models import Pair
from tests.app.api.test_api_problems import PAIRS, problem

CANDIDATES = '"candidate_0": "It was so.", "candidate_1": "Not so."'
ODD = {
    "half a surrogate pair": '"a\\ud800b"',
    "one inside": '[{"a": "\\udfff"}]',
    "no number": "NaN",
    "too large a number": "-1e999",
    "more than 64 bits": str(2**70),
    "a thousand digits": "9" * 1000,
    "more digits than are read": "9" * 1001,
    "deep": "[" * 50 + "]" * 50,
    "null": "null",
    "null inside": '{"a": null}',
    "no character": '"\\u0000"',
}


def sent(call, path, body):
    """The answer to a body as it stands there; it is ASCII."""
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    headers["idempotency-key"] = "odd"
    return call(path, "lead", method="POST", body=body.encode(), headers=headers)


@pytest.mark.parametrize("odd", ODD)
def test_further_fields_are_taken_as_from_a_file(call, scene, odd):
    """Kept, or refused in the same words."""
    row = f'{{"input_text": "{odd}", {CANDIDATES}, "more": {ODD[odd]}}}'
    answer = sent(call, PAIRS, f'{{"pairs": [{row}], "metadata": ["more"]}}')
    plan = ImportPlan(scene.other.project, DatasetKind.PREFERENCE, "api", parts=Parts(metadata=("more",)))
    file = source_of_bytes("api.jsonl", row.encode())
    if answer.status != 200:
        with pytest.raises(InvalidInput) as refused:
            import_rows(scene.studio.db, SYSTEM, plan, [file])
        assert problem(answer, 422)["detail"] == str(refused.value)
        return
    import_rows(scene.studio.db, SYSTEM, plan, [file])
    assert answer.json()["rows"] == 1
    with scene.studio.db.read() as session:
        ours, theirs = session.exec(select(Pair).where(Pair.input_text == odd))
    assert json.dumps(ours.extra) == json.dumps(theirs.extra)


@pytest.mark.parametrize("depth", [101, 300, 900, 5000])
def test_what_is_too_deep(call, depth):
    """The sentence names the pair and the field; beyond what is read at all it is no JSON."""
    answer = sent(
        call,
        PAIRS,
        f'{{"pairs": [{{"input_text": "deep", {CANDIDATES}, "more": {"[" * depth}{"]" * depth}}}]}}',
    )
    if depth > 1000:
        problem(answer, 400)
        return
    detail = problem(answer, 422)["detail"]
    assert detail.endswith(
        "body.pairs.0: the field “more” is nested more than 100 levels deep; write it flatter."
    )


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0001-01-01T00:00:00+14:00", 422),
        ("9999-12-31T23:59:59-14:00", 422),
        ("0001-01-01T00:00:00Z", 200),
        ("9999-12-31T23:59:59Z", 200),
        ("1970-01-01T00:00:00+23:59", 200),
        ("1e400", 422),
    ],
)
def test_moments_at_the_ends_of_time(call, moment, status):
    """One that UTC has no date for is refused, and named."""
    answer = call(f"/projects/1/judgments?since={quote(moment)}", "lead")
    assert answer.status == status
    if status == 422:
        assert "query.since: " in problem(answer, 422)["detail"]


@pytest.mark.parametrize("path", ["/projects/1/runs/check", "/projects/1/runs"])
@pytest.mark.parametrize(
    ("given", "place"),
    [
        ('"inputs": {"\\ud800": 1}', "body.inputs."),
        (f'"inputs": {{"{"x" * 101}": 1}}', "body.inputs."),
        ('"method": "\\ud800"', "body.method: "),
        ('"name": "\\ud800"', "body.name: "),
    ],
)
def test_odd_words_of_a_launch(call, path, given, place):
    """They are refused before anything is checked."""
    assert place in problem(sent(call, path, f"{{{given}}}"), 422)["detail"]


@pytest.mark.parametrize("path", ["/projects/1/runs/check", "/projects/1/runs"])
@pytest.mark.parametrize("value", ODD)
def test_odd_parameters_of_a_launch(call, path, value):
    """They stand against it like others, by name."""
    answer = sent(call, path, f'{{"parameters": {{"seed": {ODD[value]}, "\\u0000": 1}}}}')
    assert answer.status == (200 if path.endswith("check") else 422)
    assert "seed: Input should be" in answer.text


def test_what_costs_money_names_the_field_that_confirms_it(call):
    """A program reads of a field, where a person reads of typing."""
    answer = sent(call, "/projects/1/runs", '{"method": "gemini-supervised", "name": "a"}')
    assert "once more in `confirmed`" in problem(answer, 422)["detail"]


def test_a_length_of_thousands_of_digits(call):
    """It is too large, and no error of ours."""
    problem(call("/whoami", "lead", headers={"content-length": "9" * 5000}), 413)
