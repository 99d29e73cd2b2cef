"""Parts that stand inside other fields: reading them, and taking them out of where they stood."""

import pytest

from core.datasets.formats.shared.paths import MISSING, leaves, lifted, paths_in, value_at

TURNS = [{"role": "user", "content": "why?"}, {"role": "assistant", "content": "because"}]
ROW = {
    "question": {"id": 1, "full_text": "why?", "a.b": {"c": 2}},
    "answers": [{"text": "yes", "by": "m"}, {"text": "no"}],
    "messages": TURNS,
    "better.responses": ["A"],
    "cell": '{"inner": ["x", "y"]}',
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("question.full_text", "why?"),
        ("answers.1.text", "no"),
        ("messages.-1.content", "because"),
        ("better.responses", ["A"]),
        ("question.a.b.c", 2),
        ("cell.inner.1", "y"),
        ("answers.2.text", MISSING),
        ("answers.first", MISSING),
        ("question", ROW["question"]),
        ("none", MISSING),
        ("messages.-3", MISSING),
    ],
)
def test_what_stands_at_a_path(path, value):
    """Objects by names, lists by places; names with dots of their own; JSON in a cell."""
    assert value_at(ROW, path) == value or value_at(ROW, path) is value


def test_a_lifted_part_stands_nowhere_else():
    """Of two texts in a list both are taken; of what is left nothing is lost."""
    made = lifted(ROW, ["question.full_text", "answers.0.text", "answers.1.text"])
    assert (made["question.full_text"], made["answers.0.text"], made["answers.1.text"]) == (
        "why?",
        "yes",
        "no",
    )
    assert made["question"] == {"id": 1, "a.b": {"c": 2}}
    assert made["answers"] == [{"by": "m"}]


def test_the_turns_before_the_last_are_left():
    """So a dialogue that ends with an answer is its prompt without it."""
    made = lifted({"messages": TURNS}, ["messages", "messages.-1"])
    assert made == {"messages": TURNS[:1], "messages.-1": TURNS[1]}


def test_a_row_without_paths_is_given_back():
    """As it is, since most rows are so, and making another takes long."""
    assert lifted(ROW, ["messages", "better.responses", "no.where"]) is ROW


def test_what_a_person_may_choose_from():
    """Paths inside objects and lists, the last of a list too; texts have none."""
    found = leaves(
        [{"q": {"text": "a"}, "messages": TURNS, "plain": "b", "s": [1, 2], "numbers": list(range(99))}]
    )
    assert {"q.text", "messages.0.content", "messages.-1", "messages.-1.content", "s.1"} <= set(found)
    assert not [path for path in found if path.startswith(("plain", "numbers"))]
    assert len(leaves([{str(number): {"a": 1} for number in range(1000)}])) == 200


def test_what_may_be_chosen_has_its_first_value():
    """Of a cell of CSV, too, which is read as JSON once; a field goes before a path of its name."""
    rows = [{"q": '{"a": "x", "b": [{"c": 1}]}', "q.b.0.c": "own"}, {"q": {"a": "y", "d": 2}, "more": None}]
    found = paths_in(rows)
    assert list(found)[:3] == ["q", "q.b.0.c", "more"]
    assert (found["q.a"], found["q.b.0"], found["q.b.0.c"], found["q.d"]) == ("x", {"c": 1}, "own", 2)
    assert found == {
        name: value_at(rows[0] if name not in ("q.d", "more") else rows[1], name) for name in found
    }
