"""The graph of a run's tasks: boxes in their state's colour with sign and word, arrows, hostile names."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.ui.palette import GREEN, TUNED
from app.ui.runs.task_graph import ACROSS, task_graph
from app.ui.runs.task_layers import Spot, task_layout
from core.training.method import TaskReport
from core.training.methods.vertex_rlhf.tasks import leaf_tasks
from core.training.models import TaskState
from tests.app.ui.test_ui_charts import HOSTILE, drawn, run, task


def after(name: str, *needs: str, state: TaskState = TaskState.SUCCEEDED) -> TaskReport:
    return replace(task(name, state, 0, 3), depends_on=needs)


def texts(figure) -> list[list[str]]:
    """The lines in the boxes: names, states, groups."""
    return [list(trace.text or ()) for trace in figure.data if trace.mode == "text"]


def boxes(figure):
    return [shape for shape in figure.layout.shapes if shape.type == "rect" and shape.line.width]


def ways(figure):
    return [shape for shape in figure.layout.shapes if shape.type == "path"]


THREE = (after("train"), after("tune", "train"), after("answer", "tune", state=TaskState.FAILED))


def test_each_task_is_a_box_with_its_state_in_colour_sign_and_word():
    """Nobody has to tell green from red."""
    figure = task_graph(run(*THREE))
    names, states, groups = texts(figure)
    assert names == ["<b>train</b>", "<b>tune</b>", "<b>answer</b>"]
    assert states == ["✓ succeeded · 3.0 s", "✓ succeeded · 3.0 s", "✕ failed · 3.0 s"]
    assert groups == []
    assert [box.line.color for box in boxes(figure)] == [GREEN, GREEN, TUNED]


def test_few_layers_go_from_left_to_right():
    """Three boxes beside each other in one row, with an arrow between each two."""
    figure = task_graph(run(*THREE))
    assert [(box.x0 + box.x1) / 2 for box in boxes(figure)] == pytest.approx([0, 1, 2])
    assert {(box.y0 + box.y1) / 2 for box in boxes(figure)} == {0}
    assert len(ways(figure)) == 2
    assert figure.data[-1].marker.symbol == "triangle-right"


def test_many_layers_go_from_top_to_bottom():
    """So that the boxes stay wide enough for the names; the first is on top."""
    names = [f"t{number}" for number in range(ACROSS + 1)]
    chain = [after(name, *names[max(place - 1, 0) : place]) for place, name in enumerate(names)]
    figure = task_graph(run(*chain))
    assert [(box.y0 + box.y1) / 2 for box in boxes(figure)] == pytest.approx(range(ACROSS + 1))
    bottom, top = figure.layout.yaxis.range
    assert bottom > top
    assert figure.data[-1].marker.symbol == "triangle-down"


def test_the_parts_of_a_path_are_a_line_of_their_own():
    """A task that is called the same in two parts can be told apart."""
    names, _, groups = texts(task_graph(run(after("base/a/infer"), after("tune"))))
    assert (names, groups) == (["<b>infer</b>", "<b>tune</b>"], ["base / a", ""])


def test_a_long_name_keeps_both_its_ends():
    """Its middle goes where the box is too narrow; beside the pointer it is whole."""
    long = "private-text-comparison-importer-of-many-more-words-than-fit-into-a-box-2"
    figure = task_graph(run(after(long)))
    ((name,), *_) = texts(figure)
    assert name.startswith("<b>private-text")
    assert "…" in name
    assert name.endswith("a-box-2</b>")
    assert long in figure.data[0].hovertext[0]


def test_names_and_errors_are_shown_as_they_are():
    """They come from logs."""
    figure = task_graph(run(replace(after(HOSTILE), error=HOSTILE)))
    story = figure.data[0].hovertext[0].split("<br>")
    assert [drawn(line) for line in story] == [HOSTILE, "✓ succeeded · 3.0 s", HOSTILE]
    (name,), *_ = texts(figure)
    assert drawn(name.removeprefix("<b>").removesuffix("</b>")) in HOSTILE


def test_the_graph_of_googles_pipeline_is_readable():
    """Every arrow leads down one layer at a time, past no box; no layer is wider than the page."""
    yaml = pytest.importorskip("yaml")
    spec = pytest.importorskip("core.training.methods.vertex_rlhf.pipeline")
    text = spec.compiled(spec.Pipeline.TUNE)
    leaves = leaf_tasks(next(yaml.safe_load_all(text)))
    layout = task_layout({leaf.name: leaf.depends_on for leaf in leaves})
    assert len(layout.spots) > 10
    assert layout.widest <= ACROSS
    passed = [spot for way in layout.ways for spot in way[1:-1]]
    assert not set(passed) & set(layout.spots.values())
    figure = task_graph(run(*(after(leaf.name, *leaf.depends_on) for leaf in leaves)))
    assert len(boxes(figure)) == len(leaves)


DIAMOND = {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}


def layers_of(depends_on: dict[str, tuple[str, ...]]) -> dict[str, int]:
    return {name: spot.layer for name, spot in task_layout(depends_on).spots.items()}


def test_a_task_stands_below_all_it_waits_for():
    """One more than the lowest of them."""
    assert layers_of(DIAMOND) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_places_of_a_layer_are_one_apart_around_the_middle():
    """Two places lie at -1/2 and 1/2, one at 0."""
    layout = task_layout(DIAMOND)
    assert layout.spots == {"a": Spot(0, 0), "b": Spot(1, -0.5), "c": Spot(1, 0.5), "d": Spot(2, 0)}
    assert (layout.layers, layout.widest) == (3, 2)


def test_an_arrow_that_follows_from_others_is_left_out():
    """That c is after a follows from c after b after a."""
    layout = task_layout({"a": (), "b": ("a",), "c": ("b", "a")})
    assert len(layout.ways) == 2


def test_a_way_past_a_layer_has_a_place_of_its_own():
    """From a to d by b and c; e, which is free from the start, passes both on its way to d."""
    layout = task_layout({"a": (), "b": ("a",), "c": ("b",), "d": ("c", "e"), "e": ()})
    (long,) = (way for way in layout.ways if len(way) > 2)
    assert [spot.layer for spot in long] == [0, 1, 2, 3]
    assert (long[0], long[-1]) == (layout.spots["e"], layout.spots["d"])
    assert not set(long[1:-1]) & set(layout.spots.values())


def test_neighbours_are_sorted_so_that_arrows_do_not_cross():
    """Here c waits for b, and d for a, so d comes to stand before c."""
    layout = task_layout({"a": (), "b": (), "c": ("b",), "d": ("a",)})
    assert layout.spots["d"].offset < layout.spots["c"].offset


@pytest.mark.parametrize(
    "depends_on",
    [{"a": ("b",), "b": ("a",)}, {"a": ("a",)}, {"a": ("gone",)}, {"a": ("b", "b"), "b": ()}, {}],
    ids=["circle", "itself", "not there", "twice", "nothing"],
)
def test_whatever_is_claimed_every_task_has_a_place(depends_on):
    """And every way leads down, one layer at a time."""
    layout = task_layout(depends_on)
    assert set(layout.spots) == set(depends_on)
    assert all(below.layer == above.layer + 1 for way in layout.ways for above, below in pairwise(way))
