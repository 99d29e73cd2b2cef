"""A checker notes what somebody should know of good rows: sides, lengths, instructions, leaks."""

import pytest

from core.datasets.checks import CANDIDATES, LONGEST_ANSWER, LONGEST_PROMPT, PROMPTS, Checker, Report
from core.datasets.formats.openai_comparisons import openai_pair
from core.datasets.models import DatasetKind
from core.datasets.problems import Fault
from core.datasets.records import AnswerSetRecord, GoldRecord, PairRecord, PromptRecord, Record, Remark

INSTRUCTION = "Summarize the post."


def checked(
    *records: Record,
    instruction: str = "",
    elsewhere: frozenset[int] = frozenset(),
    kind: DatasetKind = DatasetKind.PREFERENCE,
) -> Report:
    report = Report("rows.jsonl", kind)
    checker = Checker(report, instruction=instruction, elsewhere=elsewhere)
    for record in records:
        checker.see("rows.jsonl", record)
    return report


def pair(line: int, prompt: str = "post", zero: str = "zero", one: str = "one") -> PairRecord:
    return PairRecord(line, prompt, zero, one)


def prompt(line: int, text: str) -> PromptRecord:
    return PromptRecord(line, text)


def lines(report: Report, fault: Fault) -> list[int]:
    return [example.line for example in report.findings[fault].examples]


def test_rows_without_a_fault_have_no_findings():
    """Counting rows is the importer's."""
    report = checked(pair(1), pair(2, "another post"), prompt(3, "a prompt"))
    assert (report.findings, report.rows) == ({}, 0)


def test_the_same_pair_with_its_sides_swapped():
    """The later row is the example and names the earlier one."""
    report = checked(pair(1), pair(2, "another post"), pair(3, "post", "one", "zero"))
    (example,) = report.findings[Fault.SWAPPED].examples
    assert example.sentence() == (
        "rows.jsonl, line 3, field (line): has the same texts as line 1, with the sides swapped "
        '(it is "post").'
    )


def test_gold_pairs_have_sides_too():
    """They are pairs."""
    report = checked(pair(1), GoldRecord(2, "post", "one", "zero", 1, note="why"))
    assert report.findings[Fault.SWAPPED].count == 1


def test_the_first_of_equal_rows_is_named():
    """However often it was repeated before."""
    report = checked(pair(1), pair(2), pair(3, "post", "one", "zero"))
    assert "line 1," in report.findings[Fault.SWAPPED].examples[0].reason


@pytest.mark.parametrize(
    "other",
    [pair(2), pair(2, "post 2", "one", "zero"), pair(2, "zero", "post", "one"), pair(2, "post", "one", "2")],
)
def test_other_rows_are_not_swapped(other):
    """A repeated row, another post, other places, another candidate."""
    assert Fault.SWAPPED not in checked(pair(1), other).findings


def test_swapped_sides_in_another_file():
    """A line alone would be looked for in the wrong file."""
    report = Report("*.jsonl", DatasetKind.PREFERENCE)
    checker = Checker(report, instruction="", elsewhere=set())
    checker.see("a.jsonl", pair(1))
    checker.see("b.jsonl", pair(8, "post", "one", "zero"))
    (example,) = report.findings[Fault.SWAPPED].examples
    assert (example.source, example.line) == ("b.jsonl", 8)
    assert example.reason == "has the same texts as line 1 of this or an earlier file, with the sides swapped"


def test_a_prompt_over_the_limit_of_tokens():
    """8,192 tokens of 4 characters are 32,768 characters; one more is an estimated 8,193 tokens."""
    assert LONGEST_PROMPT == 32_768
    report = checked(pair(1, "x" * LONGEST_PROMPT), pair(2, "x" * (LONGEST_PROMPT + 1)))
    (example,) = report.findings[Fault.LONG_PROMPT].examples
    assert (example.line, example.field) == (2, "input_text")
    assert example.reason == (
        "is an estimated 8,193 tokens (32,769 characters, 4 to a token); a method takes at most 8,192"
    )


def test_candidates_over_the_limit_of_tokens():
    """1,024 tokens are 4,096 characters; each candidate is a text of its own."""
    assert LONGEST_ANSWER == 4096
    long = "x" * 4097
    report = checked(pair(1, zero="x" * 4096), pair(2, one=long), pair(3, zero=long, one=long + "y"))
    finding = report.findings[Fault.LONG_CANDIDATE]
    assert finding.count == 3
    places = [(example.line, example.field) for example in finding.examples]
    assert places == [(2, "candidate_1"), (3, "candidate_0"), (3, "candidate_1")]


def test_answers_of_a_set_over_the_limit():
    """Named by their place in the list."""
    answers = ("a", "b", "x" * 4097)
    report = checked(AnswerSetRecord(1, "post", answers, (None,) * 3))
    (example,) = report.findings[Fault.LONG_CANDIDATE].examples
    assert example.field == "candidates[2]"
    assert report.lengths[CANDIDATES].texts == 3


def test_lengths_are_counted():
    """Of prompts, and of both candidates together."""
    report = checked(pair(1, "x" * 1500, "y" * 200, "z" * 210), prompt(2, "x" * 50))
    assert report.lengths[PROMPTS].bins()[0] == (50, 63, 1)
    assert report.lengths[PROMPTS].bins()[-1] == (1250, 1600, 1)
    assert report.lengths[CANDIDATES].bins() == [(200, 250, 2)]


def test_a_confidence_that_contradicts_the_choice():
    """As the reader of comparisons marks it: 9 is surely the second summary, but the choice is 0."""
    row = {
        "info": {"post": "post"},
        "summaries": [{"text": "zero"}, {"text": "one"}],
        "choice": 0,
        "extra": {"confidence": 9},
    }
    contradicted, fits = (openai_pair(line, row | {"choice": line - 1}) for line in (1, 2))
    assert isinstance(contradicted, PairRecord)
    assert isinstance(fits, PairRecord)
    (example,) = checked(contradicted, fits).findings[Fault.CONFIDENCE].examples
    assert example.sentence() == (
        "rows.jsonl, line 1, field confidence: contradicts the choice, which is 0 (it is 9)."
    )


def test_an_instruction_that_some_rows_lack():
    """Also rows before the first that begins with it."""
    with_it = f"{INSTRUCTION}\n\npost"
    report = checked(prompt(1, "post"), prompt(2, with_it), prompt(3, "post"), instruction=INSTRUCTION)
    assert lines(report, Fault.INSTRUCTION_MISSING) == [1, 3]
    assert report.findings[Fault.INSTRUCTION_MISSING].count == 2


def test_many_rows_that_lack_the_instruction():
    """Three are examples, all are counted, also those after the finding was made."""
    rows = [prompt(line, "post") for line in range(1, 8)]
    report = checked(*rows, prompt(8, INSTRUCTION), *rows, instruction=INSTRUCTION)
    assert lines(report, Fault.INSTRUCTION_MISSING) == [1, 2, 3]
    assert report.findings[Fault.INSTRUCTION_MISSING].count == 14


@pytest.mark.parametrize(
    ("texts", "instruction"),
    [
        (["post", f"post. {INSTRUCTION}"], INSTRUCTION),  # none begins with it
        ([INSTRUCTION, f"\n {INSTRUCTION} post"], f"{INSTRUCTION}\n"),  # all do; white space is no difference
        (["post", INSTRUCTION], ""),
        (["post", " "], " \n"),
    ],
)
def test_no_instruction_is_missing(texts, instruction):
    """None of the rows or all of them have it, or there is none."""
    report = checked(*(prompt(1, text) for text in texts), instruction=instruction)
    assert report.findings == {}


def test_an_instruction_that_stands_twice():
    """Wherever in the prompt."""
    twice = f"{INSTRUCTION}\n\n{INSTRUCTION}\n\npost"
    report = checked(prompt(1, twice), prompt(2, f"{INSTRUCTION} post"), instruction=INSTRUCTION)
    assert lines(report, Fault.INSTRUCTION_TWICE) == [1]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (DatasetKind.PREFERENCE, "is also an evaluation prompt of this project"),
        (DatasetKind.PROMPT, "is also an evaluation prompt of this project"),
        (DatasetKind.EVALUATION, "is also the prompt of a pair or a practice prompt of this project"),
    ],
)
def test_a_prompt_that_must_stay_apart(kind, reason):
    """The reason says on which side it stands already."""
    report = checked(prompt(1, "seen"), prompt(2, "new"), elsewhere=frozenset({hash("seen")}), kind=kind)
    (example,) = report.findings[Fault.LEAK].examples
    assert (example.line, example.value, example.reason) == (1, '"seen"', reason)


def test_long_texts_are_cut_in_examples():
    """A report is to be read."""
    report = checked(pair(1, "x" * 50_000))
    assert len(report.findings[Fault.LONG_PROMPT].examples[0].value) <= 60


def test_a_sample_of_prompts_is_kept():
    """For telling languages."""
    assert checked(pair(1), prompt(2, "another")).sample == ["post", "another"]


def test_what_a_reader_remarked_is_a_finding():
    """Of pairs and of sets, with the place."""
    remark = Remark(Fault.SCORES_CONTRADICT, "score_rejected", "5", "says the opposite")
    one = PairRecord(4, "post", "zero", "one", 0, remarks=(remark,))
    many = AnswerSetRecord(5, "post", ("a", "b", "c"), (None,) * 3, remarks=(remark, remark))
    finding = checked(one, many).findings[Fault.SCORES_CONTRADICT]
    assert finding.count == 3
    assert finding.examples[0].sentence() == (
        "rows.jsonl, line 4, field score_rejected: says the opposite (it is 5)."
    )
