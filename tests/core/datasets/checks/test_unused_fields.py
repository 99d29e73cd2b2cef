"""Fields that nothing uses are listed, and one that may belong to the prompt is a question."""

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.checks import Report, UnusedFields
from core.datasets.checks.prompt_likely import is_of_others, may_be_of_prompt
from core.datasets.formats import Parts, Prompts, Wanted, format_named
from core.datasets.importing import ImportPlan, check_rows, import_rows
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from tests.core.builders import jsonl
from tests.core.datasets.going_round import rounds

NOBODY = Parts()
PAIR = {"prompt": "What does it say?", "chosen": "It is about bread.", "rejected": "No idea."}
OVEN = "The oven of the village was lit on Saturdays, and everybody brought a loaf."
MILL = "The mill stood still for a year because nobody could mend the wheel of it."


def questions(*rows, said=NOBODY, wanted=Wanted.PAIRS):
    """What is asked of rows, and all that was found."""
    report = Report("rows", DatasetKind.PREFERENCE, wanted)
    unused, prompts = UnusedFields(report, said), Prompts(said)
    read = format_named("trl").adapter(wanted, None, prompts)
    for line, row in enumerate(rows, start=1):
        for record in read(line, row):
            unused.see("f.jsonl", record)
    unused.finish()
    return report


@pytest.mark.parametrize(
    "extra",
    [
        {"passage": "Rye bread rises slowly."},
        {"retrievedDocs": ["Rye bread rises slowly.", "Wheat does not."]},
        {"source_text": "Rye bread rises slowly."},
        {"background": "Roggenbrot geht langsam."},
        {"document1": "黑麦面包发酵很慢而且很香"},
        {"context": {"title": ["Rye bread"], "sentences": [["Rye bread rises slowly."]]}},
        {"tools": [{"name": "oven", "description": "Lights the oven."}]},
        {"article_text": '{"body": "Rye bread rises slowly."}'},
        {"whatever": OVEN + MILL},
    ],
)
def test_a_field_that_may_belong_to_the_prompt_is_asked_about(extra):
    """By its name or by the length of what it says, with the place and the value."""
    (name,) = extra
    found = questions(PAIR | extra)
    assert list(found.open_fields) == [name]
    (example,) = found.findings[Fault.OPEN_FIELD].examples
    assert (example.line, example.field) == (1, name)
    assert found.unused[name]


@pytest.mark.parametrize(
    "extra",
    [
        {"id": "q 1 of the first part"},
        {"context": "", "passage": None, "documents": []},
        {"document": "doc_17", "article": "https://example.org/a", "history": []},
        {"date": "2026-03-01 12:00:00", "when": "2026-03-01 12:00:00 UTC", "turns": 3, "image_count": 2},
        {
            "judge_rationale": OVEN * 9,
            "critique_text": OVEN * 9,
            "feedback1": OVEN * 9,
            "judgeExplanation": OVEN * 9,
        },
        {"raw_input": OVEN * 9, "critic_prompt": [{"role": "user", "content": OVEN}], "title": OVEN * 9},
        {
            "generations": [OVEN, MILL],
            "original_chosen": OVEN,
            "reference_answer": OVEN,
            "model": "Some Long Name 7B",
        },
        {
            "messages": [
                {"role": "user", "content": PAIR["prompt"]},
                {"role": "assistant", "content": PAIR["chosen"]},
            ]
        },
        {"text": f"User: {PAIR['prompt']}\nAssistant: {PAIR['chosen']}", "full": PAIR["chosen"]},
        {
            "source": "evol_instruct",
            "domain": "general",
            "moderation": {"categories": {"hate speech": False}},
        },
    ],
)
def test_what_is_surely_no_part_of_it_is_only_listed(extra):
    """Ids, numbers, dates, names, addresses, texts about answers or judgments, and what repeats them."""
    found = questions(PAIR | extra)
    assert found.open_fields == {}
    assert Fault.OPEN_FIELD not in found.findings
    assert set(found.unused) == {name for name, value in extra.items() if value not in (None, "", [])}


@pytest.mark.parametrize("name", ["document", "source_text", "table"])
def test_a_single_word_is_asked_about_where_only_it_differs(name):
    """It may name the file that the prompt is about; elsewhere, or as an id, it is none of it."""
    one, other = PAIR | {name: "a.pdf"}, PAIR | {name: "b.pdf"}
    assert list(questions(one, one, other).open_fields) == [name]
    assert not questions(one, one, other | {"prompt": "And this?"}).open_fields
    assert not questions(one, other, said=Parts(metadata=(name,))).open_fields
    assert not questions(PAIR | {f"{name}_id": "a"}, PAIR | {f"{name}_id": "b"}).open_fields


def test_a_text_that_differs_between_rows_of_equal_prompts_is_asked_about():
    """However short; unless its name says that it is about something else."""
    short = [PAIR | {"leaf": "rye bread again"}, PAIR | {"leaf": "the old mill"}]
    assert list(questions(*short).open_fields) == ["leaf"]
    other = [PAIR | {"city": "New York City"}, PAIR | {"city": "Bad Oldesloe in Holstein"}]
    assert questions(*other).open_fields == {}
    apart = [PAIR | {"leaf": "rye bread again"}, PAIR | {"leaf": "the old mill", "prompt": "Another one?"}]
    assert questions(*apart).open_fields == {}


def test_an_answer_ends_the_question():
    """As metadata, as a part, or by saying that there is no such part."""
    row = {"instruction": "Sum up.", "input": OVEN, "passage": MILL, "chosen": "a", "rejected": "b"}
    assert list(questions(row).open_fields) == ["passage"]
    assert questions(row, said=Parts(metadata=("passage",))).open_fields == {}
    assert questions(row, said=Parts(context=("passage",))).open_fields == {}
    assert questions(row, said=Parts(input="", metadata=("passage",))).open_fields == {}


def test_pictures_are_asked_about_and_then_said_to_be_unseen():
    """They belong to the prompt or not; either way nobody sees them."""
    row = PAIR | {"image": "cat.png"}
    assert list(questions(row).open_fields) == ["image"]
    assert Fault.NOT_SHOWN in questions(row, said=Parts(media=("image",))).findings
    assert questions(row, said=Parts(metadata=("image",))).findings == {}


def test_prompts_alone_are_asked_about_too():
    """What the rows say of answers is no question there either."""
    row = PAIR | {"messages": [{"role": "user", "content": PAIR["prompt"]}], "passage": OVEN}
    assert list(questions(row, wanted=Wanted.PROMPTS).open_fields) == ["passage"]


@pytest.mark.parametrize(
    ("name", "of_prompt", "of_others"),
    [
        ("Context", True, False),
        ("sourceDocument", True, False),
        ("passages_text", True, False),
        ("judge_prompt", True, True),
        ("user_persona", True, False),
        ("context_length", False, False),
        ("prompt_id", False, True),
        ("feedback2", False, True),
        ("user", False, True),
        ("question_type", False, True),
        ("", False, False),
    ],
)
def test_what_a_name_tells(name, of_prompt, of_others):
    """Word by word, however it is spelt."""
    assert (may_be_of_prompt(name), is_of_others(name)) == (of_prompt, of_others)


def test_nothing_is_taken_before_the_question_is_answered():
    """The sentence says what to type; rows that differ only in the field are then different rows."""
    rows = jsonl(
        {"prompt": "Kind?", "leaf": "I loved every minute", "chosen": "yes", "rejected": "no"},
        {"prompt": "Kind?", "leaf": "I left after ten", "chosen": "yes", "rejected": "no"},
    )
    source = source_of_bytes("rows.jsonl", rows)
    with rounds() as studio:
        plan = ImportPlan(studio.project(), DatasetKind.PREFERENCE, "rows.jsonl")
        with pytest.raises(InvalidInput, match=r"“leaf” differs .* --column context=leaf .* --metadata leaf"):
            import_rows(studio.studio.db, SYSTEM, plan, [source])
        assert studio.counts()["pair"] == 0
        told = ImportPlan(plan.project, plan.kind, plan.name, parts=Parts(context=("leaf",)))
        report = check_rows(studio.studio.db, SYSTEM, told, [source])
        assert (report.good, report.duplicates) == (2, 0)
        beside = ImportPlan(plan.project, plan.kind, plan.name, parts=Parts(metadata=("leaf",)))
        assert import_rows(studio.studio.db, SYSTEM, beside, [source]).counts.rows == 1
