"""``prefstudio import`` and ``prefstudio check``."""

import json

import pytest

from core.access import SYSTEM
from core.labelling import LabellingProtocol, ProjectSettings
from core.labelling.projects import create_project
from core.services import open_studio
from core.settings import load_settings
from tests.app.cli_runner import run_script
from tests.core.training.methods.local_rlhf.local_rlhf_posts import prompt_lines, prompts

GOOD = {"input_text": "a post", "candidate_0": "short", "candidate_1": "long", "choice": 0}
NOTHING = dict.fromkeys(
    ("rows", "choices", "already_there", "contradictions", "duplicates", "refused"), 0
) | {"findings": {}, "columns": None, "prompts": {}, "unused": {}}

REFUSED = ["refused: mixed.jsonl, line 3, field choice", "refused: mixed.jsonl, line 4, field candidate_0"]


@pytest.fixture
def mixed_file(tmp_path):
    """A good row, a repeated one, and two that cannot be taken."""
    path = tmp_path / "mixed.jsonl"
    rows = [GOOD, GOOD, GOOD | {"input_text": "other", "choice": 2}, {"input_text": "alone"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def places(lines):
    """Which rows and fields these lines are about."""
    return [line.partition(": must")[0].partition(": is")[0] for line in lines]


@pytest.fixture
def posts(prefstudio, pairs_file):
    """A project with ten judged pairs."""
    assert prefstudio("import", pairs_file, "--project", "Posts", "--create").status == 0


FIRST = "In the first rows:"


def test_import_into_a_new_project(prefstudio, pairs_file):
    """What was taken is said; the same file again adds nothing."""
    ran = prefstudio("import", pairs_file, "--project", "Posts", "--create")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "“Posts”: 10 rows taken, 10 choices, 0 were there already, 0 refused",
        f"{FIRST} candidate_0 is the better one in 6 of 10 rows, candidate_1 is the better one in 4.",
        "To look at first: Whether choice 1 stands for candidate_1, in rows that you know.",
    ]
    again = prefstudio("import", pairs_file)
    assert again.out.startswith("“Posts”: 0 rows taken, 0 choices, 10 were there already, 0 refused\n")


def test_import_for_a_program(prefstudio, pairs_file):
    """The same figures as JSON."""
    ran = prefstudio("import", pairs_file, "--project", "Posts", "--create", "--json")
    assert ran.figures == NOTHING | {"project": "Posts", "rows": 10, "choices": 10}


@pytest.mark.parametrize("kind", ["prompt", "evaluation"])
def test_import_prompts(prefstudio, posts, tmp_path, kind):
    path = tmp_path / "prompts.jsonl"
    path.write_text(prompt_lines(prompts(4, seed=1)))
    ran = prefstudio("import", path, "--kind", kind)
    assert ran.out == "“Posts”: 4 rows taken, 0 choices, 0 were there already, 0 refused\n"


def test_refused_rows_take_nothing(prefstudio, mixed_file):
    """Each is named by file, line, field and value, and what can be done is said."""
    ran = prefstudio("import", mixed_file, "--project", "Posts", "--create")
    assert (ran.status, ran.out) == (1, "")
    *listed, sentence = ran.err.splitlines()
    assert places(listed) == REFUSED
    assert sentence == (
        "prefstudio: 2 of 4 rows are refused, so nothing was taken. "
        "The first: mixed.jsonl, line 3, field choice: "
        "must be the number 0 or 1, or be left out if nobody has chosen yet (it is 2). "
        "Mend the file, or take the 1 good rows without these (--accept-good)."
    )
    taken = prefstudio("import", mixed_file, "--project", "Posts", "--create", "--accept-good", "--json")
    assert taken.figures["already_there"] == 0


def test_accept_good_takes_the_rest(prefstudio, mixed_file):
    """Each refused row is named beside the figures, which stay readable for a program."""
    ran = prefstudio("import", mixed_file, "--project", "P", "--create", "--accept-good", "--json")
    assert ran.status == 0
    findings = {"choice is neither 0 nor 1": 1, "missing field": 1, "repeated row": 1}
    taken = {"rows": 1, "choices": 1, "duplicates": 1, "refused": 2}
    assert ran.figures == NOTHING | {"project": "P"} | taken | {"findings": findings}
    assert places(ran.err.splitlines()) == REFUSED


def test_of_many_refused_rows_the_first_are_named(prefstudio, tmp_path):
    """A screenful, and how many more there are."""
    path = tmp_path / "broken.jsonl"
    path.write_text("{}\n" * 25)
    ran = prefstudio("import", path, "--project", "Posts", "--create")
    *listed, more, _sentence = ran.err.splitlines()
    assert len(listed) == 20
    assert listed[-1].startswith("refused: broken.jsonl, line 20, field (line): holds no text")
    assert more == "refused: 5 more"


def test_a_file_that_is_not_there_makes_no_project(prefstudio, tmp_path):
    """A typing mistake leaves nothing behind."""
    path = tmp_path / "none.jsonl"
    ran = prefstudio("import", path, "--project", "Posts", "--create")
    assert ran.refusal == f"There is no file {path}; check the name."
    assert "There is no studio in " in prefstudio("runs").refusal


def test_an_unknown_project_is_refused(prefstudio, posts, pairs_file):
    """Without --create a typing mistake must not start a second project."""
    ran = prefstudio("import", pairs_file, "--project", "Post")
    assert ran.refusal == "There is no project called “Post”; there are: “Posts”."


def test_of_several_projects_one_must_be_named(prefstudio, posts, pairs_file):
    """The refusal lists them."""
    prefstudio("import", pairs_file, "--project", "Letters", "--create")
    assert prefstudio("freeze", "preference").refusal == (
        "Say which project with --project; there are: “Letters”, “Posts”."
    )


def test_import_gold_pairs(prefstudio, posts, tmp_path):
    """One is new, one has been judged and stays; of two right answers the first stays."""
    path = tmp_path / "gold.jsonl"
    judged = json.loads((tmp_path / "pairs.jsonl").read_text().splitlines()[0])
    path.write_text("".join(json.dumps(row) + "\n" for row in (GOOD | {"note": "Short."}, judged)))
    ran = prefstudio("import", path, "--gold")
    assert ran.out.startswith(
        "“Posts”: 1 row taken, 0 choices, 0 were there already, 0 refused, "
        "1 left as they are because people have judged them, "
        "0 have another right answer already, which stays\n"
    )
    path.write_text(json.dumps(GOOD | {"choice": 1}) + "\n")
    again = prefstudio("import", path, "--gold", "--json").figures
    assert (again["rows"], again["already_there"], again["judged"], again["contradictions"]) == (0, 1, 0, 1)
    assert prefstudio("import", path, "--gold", "--kind", "prompt").refusal.startswith(
        "Only pairs can be gold"
    )


def test_import_answers_to_rank(prefstudio, home, tmp_path):
    """Into a project whose people rank; rows of pairs are refused there."""
    studio = open_studio(load_settings(home=home, store=""))
    with studio.db.write() as session:
        create_project(
            session, SYSTEM, ProjectSettings("Rankings", protocol=LabellingProtocol(mode="rankings"))
        )
    studio.close()
    path = tmp_path / "sets.jsonl"
    path.write_text(json.dumps({"input_text": "a post", "candidates": ["A", "B", "C"]}) + "\n")
    ran = prefstudio("import", path)
    assert ran.out == "“Rankings”: 1 row taken, 0 choices, 0 were there already, 0 refused\n"
    path.write_text(json.dumps(GOOD) + "\n")
    assert "in this project people rank 3 to 9 answers" in prefstudio("import", path).err


MAPPED = ("input_text=q", "candidate_0=x", "candidate_1=y", "choice=best", "choice_0=X", "choice_1=Y")


def columns(*parts):
    """Options that name columns."""
    return [option for part in parts for option in ("--column", part)]


def test_how_fields_were_read_is_said(prefstudio, tmp_path):
    """After an import as in a check: what was guessed, or what was said."""
    path = tmp_path / "rows.csv"
    path.write_text("question,answer_1,answer_2,winner\npost,A,B,1\nother,A,B,2\n")
    mapping = (
        "Fields: input_text is “question”, candidate_0 is “answer_1”, candidate_1 is “answer_2”, choice is "
        "“winner”; choices are written “1” for candidate_0 and “2” for candidate_1."
    )
    ran = prefstudio("import", path, "--project", "Posts", "--create")
    assert ran.out.splitlines()[:3] == [
        "“Posts”: 2 rows taken, 2 choices, 0 were there already, 0 refused",
        mapping,
        f"{FIRST} {' '.join(f'winner = {n} → answer_{n} is better in 1 of 2 rows.' for n in (1, 2))}",
    ]
    assert mapping in prefstudio("check", path).out.splitlines()
    path.write_text("q,x,y,best\npost,C,D,Y\n")
    named = prefstudio("import", path, *columns(*MAPPED), "--json").figures["columns"]
    assert {part: named[part] for part in ("choice", "choice_0", "choice_1")} == {
        "choice": "best",
        "choice_0": "X",
        "choice_1": "Y",
    }


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (MAPPED[:5], "Say how a choice of each candidate is written, or of none"),
        ((*MAPPED[:4], MAPPED[5]), "Say how a choice of each candidate is written, or of none"),
        ((*MAPPED[:5], "choice_1=X"), "--column choice_0 and --column choice_1 are both “X”"),
        ((*MAPPED[:3], "choice=", *MAPPED[4:]), "pairs.jsonl: How choices are written has been said"),
    ],
)
def test_choices_that_could_not_be_told_apart_are_refused(prefstudio, pairs_file, parts, sentence):
    """Before anything is taken."""
    ran = prefstudio("import", pairs_file, "--project", "Posts", "--create", *columns(*parts))
    assert ran.refusal.startswith(sentence)


def test_a_report_that_could_not_be_written_is_refused_first(prefstudio, pairs_file, tmp_path):
    """No row is taken, and no project is made; what is found while writing is a sentence too."""
    arguments = ("import", pairs_file, "--project", "Posts", "--create", "--report")
    for path in (tmp_path / "none" / "x.csv", tmp_path, tmp_path / ("x" * 300)):
        assert "the report cannot be written there" in prefstudio(*arguments, path).refusal
        assert (
            "the report cannot be written there" in prefstudio("check", pairs_file, "--report", path).refusal
        )
    assert "There is no studio in " in prefstudio("runs").refusal
    ran = prefstudio(*arguments, "/dev/full")
    assert (ran.status, ran.out[:22]) == (1, "“Posts”: 10 rows taken")
    assert "(No space left on device); name another file." in ran.err
    report = tmp_path / "x.csv"
    assert prefstudio("check", pairs_file, "--report", report).status == 0
    assert report.read_text().startswith("finding,severity,count")


def test_rows_that_are_refused_leave_no_project(prefstudio, pairs_file, mixed_file, tmp_path):
    """One that was there already stays."""
    ran = prefstudio("import", mixed_file, "--project", "Ghost", "--create")
    assert ran.status == 1
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    assert "is empty" in prefstudio("import", empty, "--project", "Ghost", "--create").refusal
    assert prefstudio("runs").refusal == (
        "There is no project yet. Make one with `prefstudio import FILE --project NAME --create`, "
        "or on the project page of `prefstudio serve`."
    )
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    prefstudio("import", mixed_file, "--project", "Posts", "--create")
    assert "no run" in prefstudio("runs").out.lower()


def test_choices_that_contradict_earlier_ones_are_counted(prefstudio, tmp_path):
    """What stands stays; where nothing contradicts, nothing is said."""
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(GOOD))
    prefstudio("import", path, "--project", "Posts", "--create")
    path.write_text(json.dumps(GOOD | {"choice": 1}))
    assert prefstudio("import", path).out.startswith(
        "“Posts”: 0 rows taken, 0 choices, 1 were there already, 0 refused, "
        "1 differ from what an earlier import said, which stays\n"
    )


@pytest.mark.parametrize(
    "arguments", [["freeze", "letters"], ["import"], ["freeze", "prompt", "--seed", "-1"]]
)
def test_wrong_usage_is_explained(prefstudio, arguments):
    """By the parser, with exit status 2."""
    ran = prefstudio(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "Usage: prefstudio" in ran.err


def test_as_a_script(home, pairs_file):
    """The installed command: figures on standard output, the refusal on standard error."""
    ran = run_script(home, "import", pairs_file, "--project", "Posts", "--create", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.figures["rows"] == 10
    assert run_script(home, "freeze", "prompt").refusal.startswith("This prompt set would have no row")
