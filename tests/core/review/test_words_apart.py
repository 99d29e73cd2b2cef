"""What only one answer says: known answers, every script, and time that does not run away."""

import random
from time import perf_counter

import pytest

from core.review.words import apart, count_words, cut_at, in_common, together, words_in

SHORT = "He wants to pay a cleaner."


def only(*texts: str) -> list[list[str]]:
    """The marked pieces of each text."""
    marked = apart(texts)
    return [cut_at(text, spans)[1::2] for text, spans in zip(texts, marked, strict=True)]


def longest_common(first: str, second: str) -> int:
    """The textbook's table."""
    row = [0] * (len(second) + 1)
    for one in first:
        before = row
        row = [0]
        for place, other in enumerate(second):
            row.append(before[place] + 1 if one == other else max(row[place], before[place + 1]))
    return row[-1]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (SHORT, SHORT, [[], []]),
        (SHORT, "He wants to hire a cleaner.", [["pay"], ["hire"]]),
        (SHORT, "He really wants to pay.", [["a cleaner"], ["really"]]),
        (SHORT, "he wants to pay a cleaner", [["He", "."], ["he"]]),
        (SHORT, "", [[SHORT], []]),
        ("", "", [[], []]),
        (
            "It costs 1,000.50 a state-of-the-art flat",
            "It costs 1,000 a flat",
            [["1,000.50", "state-of-the-art"], ["1,000"]],
        ),
        # one "to" between two differences is an accident; "wants to pay" is none
        ("She ran to Rome", "They flew to Berlin", [["She ran to Rome"], ["They flew to Berlin"]]),
        ("She wants to pay Rome", "They wants to pay Berlin", [["She", "Rome"], ["They", "Berlin"]]),
        ("我喜欢红苹果", "我喜欢青苹果", [["红"], ["青"]]),
        ("猫が好きです。", "犬が好きです。", [["猫"], ["犬"]]),
        ("ฉันชอบแมวมาก", "ฉันชอบหมามาก", [["แมว"], ["หมา"]]),
        ("मैं हिन्दी पढ़ता हूँ", "मैं उर्दू पढ़ता हूँ", [["हिन्दी"], ["उर्दू"]]),
        ("ok 👍🏽 fine", "ok 👎 fine", [["👍🏽"], ["👎"]]),
    ],
)
def test_words_of_only_one_answer_are_marked(first, second, expected):
    """By hand; in scripts without blanks by character."""
    assert only(first, second) == expected


def test_of_three_answers_a_word_is_marked_if_neither_other_says_it():
    """The first shares its verb with one and its noun with the other."""
    assert only("we like green tea", "we like black coffee", "you drink green tea") == [
        [],
        ["black coffee"],
        ["you drink"],
    ]


def test_pieces_are_the_text():
    """Nothing is lost or doubled, whatever stands between words."""
    rng = random.Random(4)  # noqa: S311 - texts, not secrets
    for _ in range(200):
        first, second = ("".join(rng.choices("ab \n\t.我’👍", k=rng.randrange(30))) for _ in range(2))
        for text, spans in zip((first, second), apart([first, second]), strict=True):
            pieces = cut_at(text, spans)
            assert "".join(pieces) == text
            assert all(pieces[1::2])


def test_spans_of_several_answers_become_one_list():
    """Those that overlap, touch or lie within another are one."""
    assert together([[(4, 6), (8, 9)], [(0, 1), (5, 7)], [(7, 8)], []]) == [(0, 1), (4, 9)]
    assert together([[(0, 9)], [(2, 3)]]) == [(0, 9)]


def test_as_many_words_are_shared_as_there_can_be():
    """Against the textbook's table, on texts that repeat themselves."""
    rng = random.Random(5)  # noqa: S311 - texts, not secrets
    for _ in range(300):
        first, second = ("".join(rng.choices("abcd", k=rng.randrange(14))) for _ in range(2))
        ours, theirs = in_common(first, second)
        assert len(ours) == len(theirs) == longest_common(first, second)
        assert [first[place] for place in sorted(ours)] == [second[place] for place in sorted(theirs)]


def test_very_long_answers_are_compared_by_runs(monkeypatch):
    """Beyond the limit a run of three shared words is common, wherever it stands."""
    monkeypatch.setattr("core.review.words.MOST_CELLS", 10)
    assert only("one two three and four five", "four five and one two three") == [
        ["and four five"],
        ["four five and"],
    ]


def test_different_answers_of_two_thousand_words_take_no_second():
    """The worst case for comparing by steps: nothing in common. It took 0.01 s; a table takes seconds."""
    rng = random.Random(6)  # noqa: S311 - texts, not secrets
    texts = [" ".join(f"{letter}{rng.randrange(900)}" for _ in range(2_000)) for letter in "xy"]
    start = perf_counter()
    assert [len(spans) for spans in apart(texts)] == [1, 1]
    assert perf_counter() - start < 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n ", 0),
        ("Don’t stop – it's a well-known fact, 3.5 times!", 8),
        ("e-mail: a@b.com", 4),
        ("你好\uff0c世界。", 4),
        ("สวัสดี", 4),
        ("हिन्दी पढ़ता", 2),
        ("mixed 日本語 text", 5),
    ],
)
def test_words_are_counted(text, words):
    """A thing with a hyphen is one word; a Chinese character is one; marks are none."""
    assert count_words(text) == words == len(words_in(text).said)
