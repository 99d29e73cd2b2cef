"""A preview says which way round choices are read, in words, and what becomes of every field."""

import pytest

from core.datasets.formats import Columns, Parts, Wanted, format_named, recognise
from core.datasets.importing import Preview, Shape, preview

TEXTS = {"q": "why?", "a": "yes", "b": "no"}
SIGNED = {"choice_0": "negative", "choice_1": "positive"}


def read(rows: list[dict], columns: Columns | None = None, wanted: Wanted = Wanted.PAIRS) -> Preview:
    """The preview of rows, recognised or as columns."""
    shape = Shape(format_named("columns"), columns) if columns else Shape.of(recognise(rows, wanted))
    return preview(rows, shape, wanted)


@pytest.mark.parametrize(
    ("values", "named", "sentences"),
    [
        (
            [{"w": 1}, {"w": 1}, {"w": "0"}, {"w": "tie"}, {}],
            {"choice": "w", "choice_0": "1", "choice_1": "0"},
            [
                "w = 1 → a is better in 2 of 5 rows.",
                "w = 0 → b is better in 1 of 5 rows.",
                "w = tie → both are as good in 1 of 5 rows.",
                "w is empty → nobody has chosen in 1 of 5 rows.",
            ],
        ),
        (
            [{"n": -2}, {"n": 3}, {"n": 1}, {"n": 0}],
            {"choice": "n", **SIGNED},
            [
                "n below 0 → a is better in 1 of 4 rows.",
                "n above 0 → b is better in 2 of 4 rows.",
                "n = 0 → both are as good in 1 of 4 rows.",
            ],
        ),
        (
            [{"s": [3, 1]}, {"s": [2, 2]}, {"s": [None, None]}],
            {"score_0": "s.0", "score_1": "s.1"},
            [
                "s.0 above s.1 → a is better in 1 of 3 rows.",
                "s.0 equals s.1 → both are as good in 1 of 3 rows.",
                "s.0 and s.1 are empty → nobody has chosen in 1 of 3 rows.",
            ],
        ),
        (
            [{"r": 1, "t": 2}, {"r": 3, "t": 1}],
            {"rank_0": "r", "rank_1": "t"},
            ["r below t → a is better in 1 of 2 rows.", "t below r → b is better in 1 of 2 rows."],
        ),
        (
            [{"x": 1, "y": 0}, {"x": 0, "y": 0, "z": 1}, {"x": 0, "y": 0}],
            {"won_0": "x", "won_1": "y", "both_bad": "z"},
            [
                "x is true → a is better in 1 of 3 rows.",
                "z is true → both are bad in 1 of 3 rows.",
                "None of the columns is true → nobody has chosen in 1 of 3 rows.",
            ],
        ),
        ([{}], {"better": "1"}, ["Always → b is better in 1 of 1 row."]),
        ([{}, {}], {"choice": ""}, ["No choice was read in 2 rows."]),
    ],
)
def test_the_direction_is_said_in_words(values, named, sentences):
    """For every rule by which a mapping may say who is better."""
    seen = read([TEXTS | one for one in values], Columns("q", "a", "b", **named))
    assert list(seen.directions) == sentences


def test_formats_with_names_of_their_own_say_it_too():
    """In one sentence; the candidates are called as the rows call them."""
    rows = [{"prompt": "p", "chosen": f"a{number}", "rejected": "b"} for number in range(4)]
    seen = read([*rows, rows[0] | {"status": "tie"}, {"prompt": "p", "chosen": "", "rejected": "b"}])
    assert seen.directions == ("chosen is the better one in 4 of 5 rows, 1 tie.",)
    assert seen.counts == {"candidate 0": 4, "tie": 1, "refused": 1}
    assert seen.counted() == "The first 6 rows: candidate 0: 4, tie: 1, refused: 1."
    assert (seen.sides, len(seen.made)) == (("chosen", "rejected"), 6)


def test_which_answer_of_several_is_the_best():
    """Ranks are turned by then, so that a wrong direction is seen."""
    rows = [
        {"prompt": "p", "answers": [{"answer": text, "rank": rank} for text, rank in one]}
        for one in ((("x", 2), ("y", 1), ("z", 3)), (("x", 1), ("y", 1), ("z", 2)))
    ]
    assert read(rows, wanted=Wanted.ANSWER_SETS).directions == (
        "2 of 2 rows say how good each answer is: answer 2 is the best in 1, several are in 1.",
    )


def test_every_field_and_what_became_of_it():
    """What is mapped, what makes the prompt, what is kept beside the choice, and the rest."""
    row = TEXTS | {"sys": "Be kind.", "w": "A", "conf": 7, "id": 4, "gone": None, "who": "ann"}
    columns = Columns("q", "a", "b", "w", choice_0="A", choice_1="B", annotator="who", strength="conf")
    seen = preview([row], Shape(format_named("columns"), columns), Wanted.PAIRS, Parts(system="sys"))
    assert seen.fates == {
        "q": "the prompt",
        "a": "candidate 0",
        "b": "candidate 1",
        "sys": "the prompt: system turn",
        "w": "the choice",
        "conf": "the strength of the choice",
        "id": "metadata",
        "gone": "empty in the first rows",
        "who": "the annotator",
    }


def test_fields_of_fixed_names_are_known_again_by_what_they_hold():
    """Nothing of a format says where its fields go, so its records do."""
    row = {"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 1, "source_1": "m", "x": 2}
    assert read([row]).fates == {
        "input_text": "the prompt",
        "candidate_0": "candidate 0",
        "candidate_1": "candidate 1",
        "choice": "the choice",
        "source_1": "the source of candidate 1",
        "x": "metadata",
    }


def test_parts_of_a_prompt_may_stand_inside_other_fields():
    """A path names them, beside the last turn as an answer and the turns before it as the prompt."""
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    row = {"messages": turns, "other": "Hm", "meta": {"persona": "Be kind.", "id": 1}}
    columns = Columns("messages", "messages.-1", "other", better="0")
    seen = preview([row], Shape(format_named("columns"), columns), Wanted.PAIRS, Parts(system="meta.persona"))
    (made,) = seen.made
    assert (made.input_text, made.candidate_0) == ("system: Be kind.\n\nuser: Hi", "Hello")
    assert made.extra == {"meta": {"id": 1}}
    assert seen.fates["meta.persona"] == "the prompt: system turn"


def test_names_and_values_from_outside_are_cut_and_spelt_out():
    """A sentence stays one, whatever stands in a file."""
    name = "w" * 500 + "\x1b[2J"
    rows = [TEXTS | {name: "\u202e" + "v" * 55}]
    seen = read(rows, Columns("q", "a", "b", name, choice_0="\u202e" + "v" * 55, choice_1="x"))
    (sentence,) = seen.directions
    assert sentence.isprintable()
    assert len(sentence) < 200
    assert all(field.isprintable() and len(field) <= 80 for field in seen.fates)


def test_rows_that_make_a_pair_together_are_counted_as_pairs():
    """Each of them holds one of the two candidates."""
    rows = [{"prompt": "p", "completion": said, "label": said == "yes"} for said in ("yes", "no")]
    seen = read(rows)
    assert seen.directions == ("the good answer is the better one in 1 of 1 pair.",)
    assert seen.fates["completion"] == "one of the two candidates"


def test_votes_of_a_tool_are_no_fields_of_refused_rows():
    """Lists of answers, of which the votes were made."""
    votes = {"w.responses": ["a", "b"], "w.responses.users": ["u", "v"]}
    seen = read([{"prompt": "p", "response_a": "x", "response_b": "y", **votes}])
    assert seen.counts == {"candidate 0": 1, "candidate 1": 1}
    assert {seen.fates[name] for name in votes} == {"read by the format"}
