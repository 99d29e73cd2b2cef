"""``prefstudio import`` and ``prefstudio check``."""

import json

import pytest

from core.access import SYSTEM
from core.labelling import ProjectSettings, Protocol, create_project
from core.services import open_studio
from core.settings import load_settings
from tests.app.cli_runner import run_script
from tests.core.training.local_rlhf_posts import prompt_lines, prompts

GOOD = {"input_text": "a post", "candidate_0": "short", "candidate_1": "long", "choice": 0}
NOTHING = dict.fromkeys(
    ("rows", "choices", "already_there", "contradictions", "duplicates", "refused"), 0
) | {"findings": {}}

REFUSED = [
    "refused: mixed.jsonl, line 3, field choice",
    "refused: mixed.jsonl, line 4, field candidate_0",
]


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


def test_import_into_a_new_project(prefstudio, pairs_file):
    """What was taken is said; the same file again adds nothing."""
    ran = prefstudio("import", pairs_file, "--project", "Posts", "--create")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "10 rows taken, 10 choices, 0 were there already, 0 refused\n"
    again = prefstudio("import", pairs_file)
    assert again.out == "0 rows taken, 0 choices, 10 were there already, 0 refused\n"


def test_import_for_a_program(prefstudio, pairs_file):
    """The same figures as JSON."""
    ran = prefstudio("import", pairs_file, "--project", "Posts", "--create", "--json")
    assert ran.figures == NOTHING | {"rows": 10, "choices": 10}


@pytest.mark.parametrize("kind", ["prompt", "evaluation"])
def test_import_prompts(prefstudio, posts, tmp_path, kind):
    path = tmp_path / "prompts.jsonl"
    path.write_text(prompt_lines(prompts(4, seed=1)))
    ran = prefstudio("import", path, "--kind", kind)
    assert ran.out == "4 rows taken, 0 choices, 0 were there already, 0 refused\n"


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
        "Mend the file, or take the 1 good rows without these."
    )
    taken = prefstudio("import", mixed_file, "--project", "Posts", "--accept-good", "--json")
    assert taken.figures["already_there"] == 0


def test_accept_good_takes_the_rest(prefstudio, mixed_file):
    """Each refused row is named beside the figures, which stay readable for a program."""
    ran = prefstudio("import", mixed_file, "--project", "P", "--create", "--accept-good", "--json")
    assert ran.status == 0
    findings = {"choice is neither 0 nor 1": 1, "missing field": 1, "repeated row": 1}
    taken = {"rows": 1, "choices": 1, "duplicates": 1, "refused": 2}
    assert ran.figures == NOTHING | taken | {"findings": findings}
    assert places(ran.err.splitlines()) == REFUSED


def test_of_many_refused_rows_the_first_are_named(prefstudio, tmp_path):
    """A screenful, and how many more there are."""
    path = tmp_path / "broken.jsonl"
    path.write_text("{}\n" * 25)
    ran = prefstudio("import", path, "--project", "Posts", "--create")
    *listed, more, _sentence = ran.err.splitlines()
    assert len(listed) == 20
    assert listed[-1].startswith("refused: broken.jsonl, line 20, field input_text: is missing")
    assert more == "refused: 5 more"


def test_a_file_that_is_not_there_makes_no_project(prefstudio, tmp_path):
    """A typing mistake leaves nothing behind."""
    path = tmp_path / "none.jsonl"
    ran = prefstudio("import", path, "--project", "Posts", "--create")
    assert ran.refusal == f"There is no file {path}; check the name."
    assert prefstudio("runs").refusal == "Say which project with --project; there are: none yet."


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
    assert ran.out == (
        "1 rows taken, 0 choices, 0 were there already, 0 refused, "
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
        create_project(session, SYSTEM, ProjectSettings("Rankings", protocol=Protocol(mode="rankings")))
    studio.close()
    path = tmp_path / "sets.jsonl"
    path.write_text(json.dumps({"input_text": "a post", "candidates": ["A", "B", "C"]}) + "\n")
    ran = prefstudio("import", path)
    assert ran.out == "1 rows taken, 0 choices, 0 were there already, 0 refused\n"
    path.write_text(json.dumps(GOOD) + "\n")
    assert "in this project people rank 3 to 9 answers" in prefstudio("import", path).err


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
