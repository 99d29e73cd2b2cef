"""The table of base models: what may be tuned on which day, and what is said of each."""

from datetime import date, timedelta
from typing import get_args

import pytest

from core.findings import Level
from core.training.google import model_findings, suggested
from core.training.google.base_models import TABLE, State, last_checked, models_for
from core.training.methods import all_methods
from core.training.methods.vertex_rlhf.parameters import LargeModel
from tests.core.training.google.base_models_table import BEGIN, END, PAGE, table

TODAY = date(2026, 11, 28)


def test_every_row_names_its_page_and_the_day_it_was_read():
    """A row stands once; what is retired without a day says why that is thought."""
    assert len({(one.method, one.name) for one in TABLE}) == len(TABLE)
    for one in TABLE:
        assert one.source.startswith("https://")
        assert last_checked() <= one.checked <= TODAY
        assert one.retires or one.doubt


def test_the_pipelines_models_are_those_of_its_form():
    assert {one.name for one in TABLE if one.method == "vertex-rlhf"} == set(get_args(LargeModel))


def test_what_is_offered_is_not_retired():
    """Nothing is, for preference tuning: all that it was announced for are gone."""
    assert suggested("gemini-supervised")[0] == suggested("gemini-rlhf")[0] == "gemini-3.5-flash"
    assert suggested("gemini-preference") == []
    assert all("2.5" not in one.name for method in all_methods() for one in models_for(method, TODAY))


@pytest.mark.parametrize(
    ("method", "name", "today", "level", "said"),
    [
        ("gemini-supervised", "gemini-3.5-flash", TODAY, Level.GOOD, "is listed for gemini-supervised"),
        ("gemini-rlhf", "gemini-3.5-flash", TODAY, Level.WARNING, "as a preview"),
        ("gemini-supervised", "gemini-2.5-pro", TODAY, Level.STOP, "on 20 October 2026 (second-hand"),
        ("gemini-rlhf", "gemini-2.5-flash", TODAY, Level.STOP, "on 20 October 2026 (second-hand"),
        ("gemini-preference", "gemini-2.5-pro", TODAY, Level.STOP, "so Google tunes it no more"),
        ("gemini-supervised", "gemini-9-flash", TODAY, Level.WARNING, "is in no list"),
        ("gemini-preference", "gemini-3.5-flash", TODAY, Level.WARNING, "is in no list"),
        ("gemini-supervised", "gemini-3.5-flash", date(2027, 5, 19), Level.WARNING, "until 19 May 2027"),
        ("vertex-rlhf", "llama-2-7b", TODAY, Level.WARNING, "can still be pulled is not known"),
    ],
)
def test_what_is_said_of_a_model(method, name, today, level, said):
    """What was to stay until a day at least may be gone from then on: nobody knows."""
    [finding] = model_findings(method, name, today)
    assert (finding.level, name in finding.text, said in finding.text) == (level, True, True)
    assert finding.text.endswith(".")


def test_a_retired_model_says_what_to_choose_instead():
    [stop] = model_findings("gemini-supervised", "gemini-2.5-flash", TODAY)
    assert stop.remedy == "Choose gemini-3.5-flash, gemini-3.5-flash-lite or gemini-3.1-flash-lite."
    [nothing] = model_findings("gemini-preference", "gemini-2.5-flash", TODAY)
    assert "No model is known that gemini-preference takes" in nothing.remedy
    assert "gemini-rlhf" in nothing.remedy


@pytest.mark.parametrize(
    ("location", "serving", "remedy"),
    [
        ("us-central1", "us", None),
        ("europe-west4", "eu", None),
        ("asia-east1", "", "Set location to us-central1."),
        ("europe-west4", "us", "Set serving_location to eu."),
        ("us-central1", "", "Set serving_location to us."),
    ],
)
def test_it_is_tuned_and_served_where_google_says(location, serving, remedy):
    """Empty means served from where it is tuned."""
    found = model_findings("gemini-supervised", "gemini-3.5-flash", TODAY, location=location, serving=serving)
    assert [one.remedy for one in found if one.level == Level.WARNING] == ([remedy] if remedy else [])


def test_a_day_of_retirement_changes_the_state_by_itself():
    """A row whose day is sure needs no hand on that day."""
    retired = next(one for one in TABLE if one.name == "gemini-2.5-pro")
    assert retired.state(TODAY) is State.RETIRED
    offered = next(one for one in TABLE if one.name == "gemini-3.1-flash-lite")
    last = offered.retires - timedelta(days=1)
    assert (offered.state(last), offered.state(offered.retires)) == (State.AVAILABLE, State.UNKNOWN)


def test_the_documentation_has_the_table():
    """Written by ``python -m tests.core.training.google.base_models_table``."""
    between = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert between.strip() == table().strip()
