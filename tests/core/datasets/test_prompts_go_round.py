"""All that belongs to a prompt, and answers of several turns: imported, frozen, exported."""

import csv
import io
import json

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.delivery import Form, export_dataset
from core.datasets.exports import export_named
from core.datasets.formats import Parts
from core.datasets.freezing import freeze, preview
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.training.method import LaunchRequest
from core.training.runs.checks import preflight
from tests.core.builders import jsonl
from tests.core.datasets.going_round import ALL_PAIRS, objects, rounds

VERTEX, TRL, MESSAGES = "vertex-rlhf", "trl", "trl-conversational"
ONE_ANSWER = (VERTEX, TRL, "gemini-preference", "supervised", "gemini-supervised")
YES, NO = "Sie geht auf.", "Niemand weiß es."


@pytest.fixture(scope="module")
def studio():
    """One studio for all; each test takes a project of its own."""
    with rounds() as opened:
        yield opened


def said(role, text):
    return {"role": role, "content": text}


SYSTEM_TURN, ASKED = said("system", "Antworte auf Deutsch."), said("user", "What does dough do?")
HUMAN = f"\n\nHuman: {ASKED['content']}"
EARLIER = [said("user", "Hello"), said("assistant", "Moin")]
SHARED = [SYSTEM_TURN, *EARLIER, ASKED]
SHOWN = "system: Antworte auf Deutsch.\n\nuser: Hello\n\nassistant: Moin\n\nuser: What does dough do?"
BOTH = {"chosen": YES, "rejected": NO}
PARTS = {"system": SYSTEM_TURN["content"], "history": [["Hello", "Moin"]]}


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": ASKED["content"], **PARTS, **BOTH},
        {"system_prompt": SYSTEM_TURN["content"], "context": [*EARLIER, ASKED], **BOTH},
        {"conversations": [{"from": one["role"], "value": one["content"]} for one in SHARED], **BOTH},
        {"chosen": [*SHARED, said("assistant", YES)], "rejected": [*SHARED, said("assistant", NO)]},
        {
            "system": SYSTEM_TURN["content"],
            "chosen": [*EARLIER, said("user", f"{ASKED['content']} "), said("assistant", YES)],
            "rejected": [*EARLIER, ASKED, said("assistant", NO)],
            "prompt": ASKED["content"] + "\n",
        },
        {"input_text": ASKED["content"], **PARTS, "candidate_0": YES, "candidate_1": NO, "choice": 0},
        {
            "question": ASKED["content"],
            **PARTS,
            "completions": [{"response": YES, "score": 9}, {"response": NO, "score": 1}],
        },
        {"question": ASKED["content"], **PARTS, "response_a": YES, "response_b": NO, "winner": "a"},
    ],
)
def test_a_conversation_comes_back_as_turns_and_as_text(studio, row):
    """Whatever the format it came in: text formats have the whole text, formats of messages the turns."""
    dataset = studio.frozen(jsonl(row))
    (vertex,) = objects(studio.out(dataset, VERTEX))
    assert (vertex["input_text"].replace("do? ", "do?"), vertex["candidate_0"], vertex["choice"]) == (
        SHOWN,
        YES,
        0,
    )
    (turns,) = objects(studio.out(dataset, MESSAGES))
    assert [one | {"content": one["content"].strip()} for one in turns["prompt"]] == SHARED
    assert turns["chosen"] == [said("assistant", YES)]
    (gemini,) = objects(studio.out(dataset, "gemini-preference"))
    assert gemini["system_instruction"] == {"parts": [{"text": SYSTEM_TURN["content"]}]}
    assert [turn["role"] for turn in gemini["contents"]] == ["user", "model", "user"]


def test_an_instruction_and_its_input_come_back_as_one_text(studio):
    """Rows under one instruction with other inputs are rows of their own, and no contradictions."""
    texts = {"instruction": "Is it bread? Say yes or no."}
    rows = [
        texts | {"input": "Ein Laib.", "chosen": "yes", "rejected": "no"},
        texts | {"input": "Ein Rad.", "chosen": "no", "rejected": "yes"},
        texts | {"input": "Ein Brot.", "chosen": "yes", "rejected": "no"},
    ]
    dataset = studio.frozen(jsonl(*rows))
    prompts = [f"{texts['instruction']}\n{row['input']}" for row in rows]
    assert [row["prompt"] for row in objects(studio.out(dataset, TRL))] == prompts
    assert [row["prompt"] for row in objects(studio.out(dataset, MESSAGES))] == [
        [said("user", one)] for one in prompts
    ]


def test_messages_in_cells_of_csv_are_read(studio):
    """As JSON, which is how tables hold them."""
    rows = {"chosen": [*SHARED, said("assistant", YES)], "rejected": [*SHARED, said("assistant", NO)]}
    file = io.StringIO()
    csv.writer(file).writerows([rows.keys(), [json.dumps(value) for value in rows.values()]])
    (row,) = objects(studio.out(studio.frozen(file.getvalue().encode()), MESSAGES))
    assert row == {"prompt": SHARED, "chosen": [said("assistant", YES)], "rejected": [said("assistant", NO)]}


def test_a_part_that_no_row_has_is_refused(studio):
    """A slip of the pen must not leave a part out."""
    plan = ImportPlan(studio.project(), DatasetKind.PREFERENCE, "rows", parts=Parts(system="sytsem"))
    with pytest.raises(InvalidInput, match="has no field “sytsem”"):
        import_rows(studio.studio.db, SYSTEM, plan, [source_of_bytes("rows", jsonl({"prompt": "p"} | BOTH))])


def test_csv_and_json_are_read_alike(studio):
    """A number is text there, and turns are JSON in a cell."""
    content = 'instruction,input,history,system,chosen,rejected\nHalve it.,8,"[[""Hello"", ""Moin""]]",,4,8\n'
    row = {
        "instruction": "Halve it.",
        "input": 8,
        "history": [["Hello", "Moin"]],
        "chosen": "4",
        "rejected": "8",
    }
    made = []
    for project, file in ((studio.project(), content.encode()), (studio.project(), jsonl(row))):
        studio.bring(file, project)
        dataset = freeze_all(studio, project)
        made.append(objects(studio.out(dataset, MESSAGES))[0]["prompt"])
    assert made == [[*EARLIER, said("user", "Halve it.\n8")]] * 2


@pytest.mark.parametrize(
    "row",
    [
        {
            "chosen": [ASKED, said("assistant", "Warum?"), said("user", "Darum."), said("assistant", YES)],
            "rejected": [ASKED, said("assistant", "Egal."), said("user", "Nein."), said("assistant", NO)],
        },
        {
            "prompt": f" {ASKED['content']}\n",
            "chosen": [ASKED, said("assistant", YES)],
            "rejected": [ASKED, said("assistant", "Egal."), said("user", "Nein."), said("assistant", NO)],
        },
        {
            "chosen": f"{HUMAN}\n\nAssistant: Warum?\n\nHuman: Darum.\n\nAssistant: {YES}",
            "rejected": f"{HUMAN}\n\nAssistant: {NO}",
        },
    ],
)
def test_answers_of_several_turns_stay_messages(studio, row):
    """Formats with one answer leave them out and say how many; a run reads none of them."""
    single = {"prompt": "One?", "chosen": "a", "rejected": "b"}
    project = studio.project()
    report = studio.bring(jsonl(row, single), project).report
    assert report.findings[Fault.SEVERAL_TURNS].count == 1
    with studio.studio.db.read() as session:
        found = preview(session, project, ALL_PAIRS)
    assert (found.rows, found.left_out) == (1, {"with answers of several turns": 1})
    dataset = freeze_all(studio, project)
    assert (dataset.rows, dataset.counts["with answers of several turns"]) == (1, 1)
    for form in ONE_ANSWER:
        assert len(objects(studio.out(dataset, form))) == 1
        assert left_out(studio, dataset, form) == {"with answers of several turns": 1}
    turns, alone = objects(studio.out(dataset, MESSAGES))
    assert turns["prompt"] == [ASKED]
    assert {len(turns["chosen"]), len(turns["rejected"])} <= {1, 3}
    assert turns["chosen"][-1] == said("assistant", YES)
    assert alone["prompt"] == [said("user", "One?")]
    assert left_out(studio, dataset, "parquet") == {}


def test_a_set_of_nothing_else_is_frozen_but_cannot_be_launched(studio):
    """Its rows are there for the formats that can say them."""
    row = {
        "chosen": [ASKED, said("assistant", "Warum?"), said("user", "Darum."), said("assistant", YES)],
        "rejected": [ASKED, said("assistant", "Egal."), said("user", "Nein."), said("assistant", NO)],
    }
    dataset = studio.frozen(jsonl(row))
    assert (dataset.rows, studio.out(dataset, VERTEX)) == (0, b"")
    assert len(objects(studio.out(dataset, MESSAGES))) == 1
    asked = LaunchRequest("local-rlhf", {"preference_dataset": dataset.id})
    with studio.studio.db.read() as session:
        found = preflight(session, dataset.project_id, asked)
    assert "has no row that can be said as text" in found.obstacles


@pytest.mark.parametrize("how", ["column", "part of a message"])
def test_rows_that_differ_only_in_their_pictures_are_two(studio, how):
    """They are kept for the formats that can say them; what nobody can see is said."""
    rows = []
    for name in ("kater.png", "hund.png"):
        picture = {"type": "image_url", "image_url": {"url": name}}
        asked = said("user", [picture, {"type": "text", "text": "Which animal?"}])
        prompt = {"prompt": "Which animal?", "image": name} if how == "column" else {"prompt": [asked]}
        rows.append(prompt | BOTH)
    project = studio.project()
    said_so = Parts(media=("image",) if how == "column" else ())
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows", parts=said_so)
    report = import_rows(studio.studio.db, SYSTEM, plan, [source_of_bytes("rows", jsonl(*rows))]).report
    assert (report.good, report.findings[Fault.NOT_SHOWN].count) == (2, 2)
    dataset = freeze_all(studio, project)
    assert left_out(studio, dataset, TRL) == {"with something that is no text": 2}
    out = objects(studio.out(dataset, MESSAGES))
    assert [json.dumps(row).count("kater.png") for row in out] == [1, 0]
    assert [row.get("image") for row in out] == (
        ["kater.png", "hund.png"] if how == "column" else [None, None]
    )


def freeze_all(studio, project):
    """All that is judged."""
    return freeze(studio.studio.db, studio.studio.store, SYSTEM, project, ALL_PAIRS)


def left_out(studio, dataset, form):
    """What an export says that it has left out."""
    target = studio.studio.settings.home / f"out-{dataset.project_id}" / form
    return export_dataset(
        studio.studio.db, SYSTEM, dataset, str(target), form=Form(export_named(form))
    ).left_out
