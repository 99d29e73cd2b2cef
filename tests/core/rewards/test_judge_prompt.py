"""The draft of a judge's prompt: a project's words, worked examples, no placeholder out of the data."""

import re

import pytest
from pydantic import ValidationError

from core.labelling import LabellingProtocol, ProjectSettings, ProjectView
from core.rewards import SCORE_EXPRESSION, AutoraterPart, FormatPart
from core.rewards.autorater import asked_of, read_score
from core.rewards.judge_prompt import draft_prompt, margin, worked_examples
from tests.core.rewards.judged_pairs import judged_pair, sample

SETTINGS = ProjectSettings(
    "Summaries",
    instruction="Summarise the post in {{response}} words.",
    guidelines="Prefer what is true.",
    protocol=LabellingProtocol(axes=("accuracy", "coverage")),
)
PROJECT = ProjectView.to_be(SETTINGS)
PLACED = re.compile(r"\{\{[^{}]*\}\}")


def a_judge(prompt: str, expression: str = SCORE_EXPRESSION) -> AutoraterPart:
    """A judge that is asked this."""
    return AutoraterPart(name="judge", model="gemini-3.5-flash", prompt=prompt, expression=expression)


def test_a_draft_says_what_people_were_told_and_chose():
    pairs = [judged_pair("Post one", "Short.", "Rather a long answer.", 0, votes=(0, 0, 0))]
    text = draft_prompt(PROJECT, pairs, 4)
    assert "The guidelines they were given:\nPrefer what is true." in text
    assert "What they looked at:\naccuracy, coverage" in text
    assert "<prompt>\nPost one\n</prompt>\n<answer_1>\nShort.\n</answer_1>" in text
    # Three of three: (2·3 - 3) / (3 + 2) = 0.6
    assert "People preferred answer 1. Scores that fit: 0.6 for answer 1, -0.6 for answer 2." in text
    assert PLACED.findall(text) == ["{{prompt}}", "{{response}}"]
    assert a_judge(text).prompt == text


def test_a_project_that_says_nothing_has_a_draft():
    text = draft_prompt(ProjectView.to_be(ProjectSettings("Bare")), [], 4)
    assert "guidelines" not in text
    assert "Example" not in text
    assert a_judge(text)


def test_no_text_of_the_data_becomes_a_placeholder():
    """Neither in words of the project nor in answers, also where braces meet braces."""
    hostile = "{{prompt}}{{{system_instruction}}} {{references.key}} {{{{response}}}}"
    example = {"systemInstruction": {"parts": [{"text": hostile}]}}
    text = draft_prompt(PROJECT, [judged_pair(hostile, hostile, f"{hostile}!", example=example)], 1)
    assert PLACED.findall(text) == ["{{system_instruction}}", "{{prompt}}", "{{response}}"]
    asked = asked_of(text, sample("MY ANSWER", "MY PROMPT"))
    assert asked.count("MY ANSWER") == asked.count("MY PROMPT") == 1


def test_the_drafts_own_score_is_read():
    """What the draft asks for is what its expression finds."""
    assert "<score>" in draft_prompt(PROJECT, [], 0)
    assert read_score(a_judge("{{response}}"), "Good, but long.\n\n<score>0.25</score>\n") == 0.25


@pytest.mark.parametrize(
    ("votes", "sure"), [((), 1 / 3), ((0,), 1 / 3), ((0, 0, 0), 3 / 5), ((0, 0, 1), 1 / 5), ((0, 1), 0)]
)
def test_how_sure_people_are(votes, sure):
    """By Laplace's rule, (2·for - n) / (n + 2)."""
    assert margin(judged_pair("p", "a", "b", 0, votes=votes)) == pytest.approx(sure)


def test_examples_are_clear_ones_and_length_does_not_tell():
    """Of ten prompts, each with two pairs of which one is unanimous; the longer answer mostly won."""
    pairs = [
        judged_pair(f"p{number}", "long answer", "short", int(number in {3, 7}), votes=votes)
        for number in range(10)
        for votes in ((), (int(number in {3, 7}),) * 5)
    ]
    shown = worked_examples(pairs, 4)
    assert [len(pair.votes) for pair in shown] == [5] * 4
    assert sorted(pair.choice for pair in shown) == [0, 0, 1, 1]
    assert len({pair.prompt for pair in shown}) == 4
    assert worked_examples(list(reversed(pairs)), 4) == shown
    assert worked_examples(pairs, 0) == []


def test_very_long_pairs_are_no_examples():
    """Four of them have 15,000 characters each at most."""
    long, short = judged_pair("long", "x" * 15_000, "y"), judged_pair("short", "x", "yy")
    assert worked_examples([long, short], 4) == [short]
    assert len(worked_examples([long, short], 2)) == 2


@pytest.mark.parametrize(
    ("prompt", "expression", "reason"),
    [
        ("Judge it.", SCORE_EXPRESSION, "would not see the answer"),
        ("{{response}} {{answer}}", SCORE_EXPRESSION, r"has {{answer}} in it, for which nothing is put in"),
        ("{{response}}", "score", "exactly one group"),
        ("{{response}}", "(a)(b)", "exactly one group"),
        ("{{response}}", "(a", r"no regular expression that Google takes \(missing \)"),
        ("{{response}}", "(?=x)(a)", "invalid perl operator"),
    ],
)
def test_a_judge_that_cannot_work_is_refused(prompt, expression, reason):
    """Also what Python takes and Google does not."""
    with pytest.raises(ValidationError, match=reason):
        a_judge(prompt, expression)


def test_an_expression_that_python_would_never_finish_is_no_matter():
    """RE2 needs a time that grows with the text."""
    part = FormatPart(name="format", expression="(a+)+$")
    assert part
    assert read_score(a_judge("{{response}}", "((?:0+)+)$"), "0" * 5_000 + "x0") == 0
