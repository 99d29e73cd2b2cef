"""``prefstudio freeze``, ``datasets`` and ``export``."""

import hashlib

import pytest


@pytest.fixture
def posts(prefstudio, pairs_file):
    """A project with ten judged pairs."""
    assert prefstudio("import", pairs_file, "--project", "Posts", "--create").status == 0


def test_freeze_and_export(prefstudio, posts, tmp_path):
    """The exported file has the bytes the frozen set was hashed from."""
    frozen = prefstudio("freeze", "preference", "--json").figures
    assert (frozen["kind"], frozen["number"], frozen["rows"]) == ("preference", 1, 10)
    target = tmp_path / "out"
    ran = prefstudio("export", frozen["id"], target, "--json")
    (path,) = target.iterdir()
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == frozen["sha256"]
    assert (ran.figures["address"], ran.figures["size"]) == (path.as_uri(), len(content))
    assert path.name == f"preference-1-{frozen['sha256'][:8]}.jsonl"


def test_freeze_and_export_for_a_person(prefstudio, posts, tmp_path):
    """The id to go on with is on the line."""
    ran = prefstudio("freeze", "prompt", "--pool", "posts of the pairs", "--evaluation-share", "0.2")
    assert ran.out.startswith("prompt 1 (id 1): 4 rows, sha256 ")
    held_out = ["--pool", "posts of the pairs", "--evaluation-share", "0.2"]
    assert prefstudio("freeze", "evaluation", *held_out).out.startswith("evaluation 1 (id 2): 1 rows")
    whole = prefstudio("freeze", "evaluation", *held_out[:2]).out.splitlines()
    assert whole[0].startswith("evaluation 2 (id 3): 5 rows")
    assert whole[1].startswith("note 4 of 5 prompts are in prompt 1, too: a model that is tuned on it has")
    ran = prefstudio("export", "1", tmp_path / "out")
    assert ran.out.startswith(f"{(tmp_path / 'out').as_uri()}/prompt-1-")
    assert ran.out.endswith(" bytes\n")


RECIPE = [
    *("--weights", "--no-gold", "--person", "Imported choices", "--minimum-confidence", "0.6"),
    *("--consensus", "dawid-skene", "--balance", "--origin", "pairs.jsonl", "--longest-prompt", "8192"),
    *("--longest-candidate", "1024", "--evaluation-share", "0.2", "--part", "held out"),
    *("--group-by", "info.id", "--seed", "3"),
]


def test_every_part_of_a_recipe_is_an_option(prefstudio, posts):
    """What was asked for stands in the recipe."""
    made = prefstudio("freeze", "preference", *RECIPE, "--title", "Sure ones", "--json").figures
    assert made["recipe"] == {
        "minimum_judgments": 1,
        "rule": "majority",
        "ties": "drop",
        "seed": 3,
        "consensus": "dawid-skene",
        "minimum_confidence": 0.6,
        "people": [1],
        "weights": True,
        "model_labels": [],
        "gold": False,
        "balance": True,
        "origins": ["pairs.jsonl"],
        "longest_prompt": 8192,
        "longest_candidate": 1024,
        "evaluation_share": 0.2,
        "part": "held out",
        "group_by": "info.id",
    }
    assert made["title"] == "Sure ones"


def test_a_preview_freezes_nothing(prefstudio, posts):
    """It says what freezing would come to."""
    ran = prefstudio("freeze", "preference", "--preview", "--minimum-judgments", "2")
    assert ran.out == "0 rows; left out: 10 too few judgments\n"
    found = prefstudio("freeze", "preference", "--preview", "--json").figures
    assert (found["rows"], found["left_out"], len(found["examples"])) == (10, {}, 5)
    assert prefstudio("datasets").out == "No data set has been frozen yet.\n"


def test_data_sets_are_listed(prefstudio, posts):
    """Newest first, with the id that other commands take, rows and address."""
    prefstudio("freeze", "preference")
    prefstudio("freeze", "prompt", "--pool", "posts of the pairs")
    newest, oldest = prefstudio("datasets").out.splitlines()
    assert newest.split()[:5] == ["2", "prompt", "1", "5", "rows"]
    assert oldest.split()[:5] == ["1", "preference", "1", "10", "rows"]
    assert newest.split()[5].startswith("file:///")
    figures = prefstudio("datasets", "--kind", "preference", "--json").figures
    assert [(one["id"], one["kind"], one["number"], one["rows"]) for one in figures] == [
        (1, "preference", 1, 10)
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["prompt"], "This prompt set would have no row (nothing has been judged or imported for it yet)"),
        (["evaluation"], "This evaluation set would have no row"),
        (["preference", "--minimum-judgments", "2"], "This preference set would have no row (left out: 10"),
        (["preference", "--consensus", "weighted"], "Nobody has answered a gold pair"),
        (["preference", "--minimum-confidence", "2"], "--minimum-confidence: Input should be less than"),
        (["preference", "--person", "Ada"], "“Ada” has judged nothing in “Posts”; these have: “Imported ch"),
        (["preference", "--minimum-judgments", "51"], "--minimum-judgments: Input should be less than"),
        (
            ["prompt", "--evaluation-share", "2"],
            "--evaluation-share: Input should be less than 1 (it is 2.0)",
        ),
        (
            ["prompt", "--pool", "posts of the pairs", "--unseen"],
            "The posts of the pairs cannot be without posts of pairs; hold a share out instead.",
        ),
        (["prompt", "--evaluation-share", "0"], "--evaluation-share: Input should be greater than 0"),
    ],
)
def test_what_cannot_be_frozen(prefstudio, posts, arguments, sentence):
    """The reason is said, and nothing is frozen."""
    assert prefstudio("freeze", *arguments).refusal.startswith(sentence)
    assert prefstudio("export", "1", "out").refusal == "There is no data set with id 1."


@pytest.mark.parametrize(
    ("target", "sentence"),
    [("s3://bucket/sets", "The address 's3://bucket/sets' has the unknown scheme"), ("", "The address ''")],
)
def test_an_address_nobody_can_write_to(prefstudio, posts, target, sentence):
    prefstudio("freeze", "preference")
    assert prefstudio("export", "1", target).refusal.startswith(sentence)


def test_export_over_something_else_is_refused(prefstudio, posts, tmp_path):
    """A file that stands in the folder's place stays."""
    prefstudio("freeze", "preference")
    (tmp_path / "out").write_text("mine")
    assert "Something else is in the way" in prefstudio("export", "1", tmp_path / "out").refusal
    assert (tmp_path / "out").read_text() == "mine"
