"""The figures of a process: what is counted, how it is written, who may read it, and what is not in it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.routing import Route

from app.serving import metrics
from app.serving.metrics import FiguresForFew
from core import measures
from core.errors import Unavailable
from core.measures import ACTIONS, BOUNDS_S, JUDGMENTS, REFUSED, count, observe, timed
from core.settings import load_settings
from tests.app.asgi_client import HERE, ask

TOKEN = "a-token-of-32-letters-0123456789"  # noqa: S105 - made up for these tests
ELSEWHERE = ("10.1.2.3", 40_000)


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch):
    """Counts of other tests stay away, and these do not reach them."""
    monkeypatch.setattr(measures, "_counts", {figure: {} for figure in measures.COUNTS})
    monkeypatch.setattr(measures, "_timings", {figure: {} for figure in measures.TIMINGS})


class FewRuns:
    """A studio that knows its settings and how many runs are going on, as long as its database is there."""

    def __init__(self, settings) -> None:
        self.settings = settings
        self.db = self
        self.away = False

    def ask(self, _read) -> int:
        """Three runs."""
        if self.away:
            raise Unavailable("The database is away.")
        return 3


@pytest.fixture
def studio(monkeypatch, tmp_path):
    """It is the process's studio."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFSTUDIO_METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("PREFSTUDIO_METRICS_FROM", "10.9.0.0/16, 10.7.0.1")
    made = FewRuns(load_settings())
    monkeypatch.setattr(metrics, "studio", lambda: made)
    return made


APP = FiguresForFew(
    Starlette(routes=[Route("/metrics", metrics.metrics), Route("/_stcore/metrics", metrics.metrics)])
)


def figures(client=HERE, **headers: str):
    """All samples, by name and labels."""
    answer = ask(APP, "http://studio/metrics", client=client, headers=headers)
    assert answer.status == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_what_was_counted(studio):
    """Counts by kind, gauges from the database, and the process itself."""
    count(JUDGMENTS, by=5)
    count(REFUSED, "Conflict")
    count(REFUSED, "Conflict")
    found = figures()
    assert found["prefstudio_judgments_saved_total",] == 5
    assert found["prefstudio_refusals_total", "Conflict"] == 2
    assert found["prefstudio_active_runs",] == 3
    assert found["process_resident_memory_bytes",] > 1_000_000


def test_a_count_begins_at_nought(studio):
    """Else its first rise is not seen."""
    assert figures()["prefstudio_judgments_saved_total",] == 0


def test_durations(studio):
    """Each bucket holds what took that long or less; by hand for 5 ms, 20 ms and 11 s."""
    for seconds in (0.005, 0.02, 11):
        observe(ACTIONS, "save_answers", seconds=seconds)
    found = figures()
    name = "prefstudio_action_seconds"
    held = [found[f"{name}_bucket", "save_answers", one] for one in (*map(str, BOUNDS_S), "+Inf")]
    assert held == [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3]
    assert (found[f"{name}_count", "save_answers"], found[f"{name}_sum", "save_answers"]) == (3, 11.025)


def test_what_fails_is_timed_too(studio):
    with pytest.raises(KeyError), timed(ACTIONS, "freeze"):
        raise KeyError
    assert figures()["prefstudio_action_seconds_count", "freeze"] == 1


def test_no_figure_grows_without_end(studio, monkeypatch):
    """Of labels beyond the bound there is one: a mistake must not fill the memory of whoever reads it."""
    monkeypatch.setattr(measures, "MOST_SERIES", 2)
    for kind in ("a", "b", "c", "d", "a"):
        count(REFUSED, kind)
    found = {key[1]: value for key, value in figures().items() if key[0] == "prefstudio_refusals_total"}
    assert found == {"a": 2, "b": 1, "other": 2}


def test_while_the_database_is_away(studio):
    """The rest is wanted most then."""
    studio.away = True
    found = figures()
    assert ("prefstudio_active_runs",) not in found
    assert ("prefstudio_judgments_saved_total",) in found


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (HERE, {}, 200),
        (("::1", 1), {}, 200),
        (HERE, {"x-forwarded-for": "203.0.113.7"}, 403),  # a proxy on this machine
        (HERE, {"forwarded": "for=203.0.113.7"}, 403),
        (ELSEWHERE, {}, 403),
        (ELSEWHERE, {"authorization": f"Bearer {TOKEN}"}, 200),
        (ELSEWHERE, {"authorization": f"Bearer {TOKEN}x"}, 403),
        (ELSEWHERE, {"authorization": "Bearer "}, 403),
        (ELSEWHERE, {"authorization": "Bearer é"}, 403),
        (("10.9.200.1", 1), {}, 200),
        (("10.7.0.1", 1), {}, 200),
        (("10.7.0.2", 1), {}, 403),
        (None, {}, 403),
        (("/run/studio.sock", 0), {}, 403),
    ],
)
def test_who_may_read_them(studio, client, headers, status, path):
    """Ours, and those that Streamlit would give to everybody."""
    assert ask(APP, f"http://studio{path}", client=client, headers=headers).status == status


def test_without_a_token_none_is_right(studio, monkeypatch):
    monkeypatch.delenv("PREFSTUDIO_METRICS_TOKEN")
    studio.settings = load_settings()
    answer = ask(APP, "http://studio/metrics", client=ELSEWHERE, headers={"authorization": "Bearer "})
    assert answer.status == 403
    assert "PREFSTUDIO_METRICS_TOKEN" in answer.text
