"""Data sets: how rows are read is said on the page, with what that means for the first rows."""

import pytest

from core.access import Role
from core.labelling import Judgment, Pair
from tests.core.builders import jsonl, rows_of
from tests.pages.test_datasets_importing import GOOD, at_import, upload
from tests.pages.visit import Visit

TEXTS = {"input_text": "Frage", "candidate_0": "Antwort A", "candidate_1": "Antwort B"}
SHEET = b"Frage,Antwort A,Antwort B,Urteil\nP,x,y,B\nQ,x,y,A\n"
NESTED = {"q": {"text": "why?"}, "r": [{"text": "yes"}, {"text": "no"}], "s": [0.5, -0.5], "n": 2}
PKU = {"prompt": "p", "response_0": "x", "response_1": "y", "better_response_id": 0, "safer_response_id": 1}


def say(visit: Visit, **parts: str) -> Visit:
    """Choose, or type, the field of each part."""
    for part, name in parts.items():
        visit.at.selectbox(key=f"map_{part}").set_value(name)
    return visit.run()


def tell(visit: Visit, **values: str) -> Visit:
    """Say what values mean."""
    for value, meaning in values.items():
        visit.at.radio(key=f"map_value_{value}").set_value(meaning)
    return visit.run()


def outcomes(home) -> list[str]:
    """What was taken as choices."""
    return [one.outcome.value for one in rows_of(home.studio, Judgment)]


def otherwise(visit: Visit) -> Visit:
    """Open the form of what was recognised."""
    visit.at.radio(key="map_how").set_value("otherwise")
    return visit.run()


def test_what_is_recognised_needs_no_form(open_home):
    """It says which way round it was read and what becomes of each field; “read otherwise” opens one."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), jsonl(*GOOD))
    assert "map_format" not in {one.key for one in visit.at.selectbox}
    assert "is the better one in 1 of 2 rows, 1 say nothing" in visit.words
    fates = visit.at.dataframe[1].value
    assert ["choice", "the choice"] in fates.to_numpy().tolist()
    assert "map_format" in {one.key for one in otherwise(visit).at.selectbox}


def test_columns_are_mapped_by_hand(open_home):
    """A sheet with German names: each value of the choice is listed with how many rows have it."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), SHEET, "rows.csv")
    assert "Choose the columns that are still missing." in visit.words
    say(visit, **TEXTS)
    say(visit, rule="a column of choices")
    say(visit, choice="Urteil")
    labels = {one.key: one.label for one in visit.at.radio if one.key.startswith("map_value_")}
    assert labels == {"map_value_A": "“A”, 1 of the first rows", "map_value_B": "“B”, 1 of the first rows"}
    assert [visit.at.radio(key=key).value for key in labels] == ["choice_0", "choice_1"]
    assert "Urteil = A → Antwort A is better in 1 of 2 rows." in visit.words
    tell(visit, A="choice_1")
    assert "Say which value stands for each of the two candidates." in visit.words
    tell(visit, B="choice_0")
    visit.click("import_check_go").click("import_go")
    assert [one.input_text for one in rows_of(home.studio, Pair)] == ["P", "Q"]
    assert outcomes(home) == ["candidate_0", "candidate_1"]


@pytest.mark.parametrize(
    ("means", "taken"),
    [
        ({"1": "choice_0", "2": "choice_1"}, "candidate_0"),
        ({"0": "choice_0", "1": "choice_1"}, "candidate_1"),
    ],
)
def test_what_choices_mean_is_asked_where_the_rows_leave_it_open(open_home, means, taken):
    """Nothing is filled in; the form that asks is the one that answers, also for values not seen yet."""
    home = open_home("no pairs")
    rows = [{"prompt": one, "response_a": "x", "response_b": "y", "winner": 1} for one in "pq"]
    visit = upload(home.visit(Role.ENGINEER), jsonl(*rows))
    assert 'its values ("1") do not tell which candidate' in visit.words
    assert "import_check_go" not in {one.key for one in visit.at.button}
    values = [visit.at.radio(key=f"map_value_{number}") for number in (1, 2, 0)]
    assert [(one.value, "not in the first" in one.label) for one in values] == [
        (None, False),
        (None, True),
        (None, True),
    ]
    tell(visit, **means).click("import_check_go").click("import_go")
    assert outcomes(home) == [taken, taken]


@pytest.mark.parametrize(
    ("rule", "fields", "means", "words", "taken"),
    [
        (
            "two scores",
            {"score_0": "s.0", "score_1": "s.1"},
            {},
            "s.0 above s.1 → r.0.text is better in 1 of 1 row.",
            "candidate_0",
        ),
        (
            "two ranks",
            {"rank_0": "s.0", "rank_1": "s.1"},
            {},
            "s.1 below s.0 → r.1.text is better in 1 of 1 row.",
            "candidate_1",
        ),
        (
            "a number with a sign",
            {"choice": "n"},
            {"positive": "choice_1"},
            "n above 0 → r.1.text is better in 1 of 1 row.",
            "candidate_1",
        ),
        ("candidate 1 is always better", {}, {}, "Always → r.1.text is better in 1 of 1 row.", "candidate_1"),
    ],
)
def test_every_rule_can_be_said(open_home, rule, fields, means, words, taken):
    """With fields and paths to what is inside them; the direction is said before anything is taken."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl(NESTED))
    say(visit, input_text="q.text", candidate_0="r.0.text", candidate_1="r.1.text", rule=rule)
    tell(say(visit, **fields), **means)
    assert words in visit.words
    visit.click("import_check_go").click("import_go")
    assert outcomes(home) == [taken]


def test_one_prompt_for_all_rows(open_home):
    """Where the rows have none; and that there is no choice is nothing that is taken for granted."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl({"r": ["yes", "no"]}))
    say(visit, input_text="the same words for all", candidate_0="r.0", candidate_1="r.1")
    visit.at.text_input(key="map_fixed_prompt").set_value("Which is better?")
    assert "Say what tells which one is better, or that there is no choice." in visit.run().words
    assert "import_check_go" not in {one.key for one in visit.at.button}
    say(visit, rule="nothing: there is no choice").click("import_check_go").click("import_go")
    assert [one.input_text for one in rows_of(home.studio, Pair)] == ["Which is better?"]
    assert outcomes(home) == []


@pytest.mark.parametrize(
    ("opinion", "taken"),
    [("better_response_id", ["candidate_0"]), ("safer_response_id", ["candidate_1"]), ("", [])],
)
def test_of_a_known_data_set_only_its_question_is_asked(open_home, opinion, taken):
    """Which of its opinions counts, or none of them."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl(PKU))
    assert "Say which opinion is the choice." in visit.words
    assert "import_check_go" not in {one.key for one in visit.at.button}
    visit.at.radio(key="map_opinion").set_value(opinion)
    visit.run().click("import_check_go").click("import_go")
    assert outcomes(home) == taken


def test_a_mapping_is_kept_and_offered_for_the_next_file(open_home):
    """It is used by whoever chooses it, never unasked, and can be forgotten."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl(NESTED))
    say(visit, input_text="q.text", candidate_0="r.0.text", candidate_1="r.1.text", rule="two scores")
    say(visit, score_0="s.0", score_1="s.1")
    visit.at.text_input(key="map_keep_name").set_value("monthly")
    visit.run().click("map_keep_go")
    visit = upload(home.visit(Role.ENGINEER), jsonl(NESTED | {"n": 7}), "next.jsonl")
    how = visit.at.radio(key="map_how")
    assert (how.options, how.value) == (["Read as last time: monthly", "Read otherwise"], "otherwise")
    how.set_value("kept:monthly")
    assert "s.0 above s.1 → r.0.text is better in 1 of 1 row." in visit.run().words
    visit.click("import_check_go").click("import_go")
    assert outcomes(home) == ["candidate_0"]
    visit = upload(home.visit(Role.ENGINEER), jsonl(NESTED), "more.jsonl")
    visit.at.radio(key="map_how").set_value("kept:monthly")
    visit.run().click("map_forget")
    assert "map_how" not in {one.key for one in visit.at.radio}


def test_the_report_of_a_past_import_says_how_it_was_read(open_home):
    """Paths and rules with their direction, and every field."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), jsonl(NESTED))
    say(visit, input_text="q.text", candidate_0="r.0.text", candidate_1="r.1.text", rule="two scores")
    say(visit, score_0="s.0", score_1="s.1").click("import_check_go").click("import_go")
    visit = at_import(visit)
    visit.at.selectbox(key="import_past").select_index(0)
    words = visit.run().words
    assert "score_0 is “s.0”, score_1 is “s.1”" in words
    assert "s.0 above s.1 → r.0.text is better in 1 of 1 row." in words
    assert ["q.text", "the prompt"] in visit.at.dataframe[-1].value.to_numpy().tolist()


def test_hostile_names_and_values_are_shown_as_they_are(open_home):
    """Neither Markdown nor HTML of them is drawn."""
    name, value = "**w** <b>", ":red[x] $a$"
    row = {"prompt": "p", "response_a": "<i>x</i>", "response_b": "# y", name: value}
    visit = otherwise(upload(open_home("no pairs").visit(Role.ENGINEER), jsonl(row)))
    say(visit, rule="a column of choices")
    say(visit, choice=name)
    label = visit.at.radio(key=f"map_value_{value}").label
    assert "\\:red\\[x\\] \\$a\\$" in label
    tell(visit, **{value: "choice_0"})
    visit.at.text_input(key="map_value_more").set_value("other")
    visit.run()
    tell(visit, other="choice_1")
    (sentence,) = [one.value for one in visit.at.markdown if "is better in" in one.value]
    assert r"\*\*w\*\* \<b\> \= \:red\[x\] \$a\$" in sentence


ARGILLA = {
    "id": "1",
    "status": "completed",
    "prompt": "p",
    "response_a": "x",
    "response_b": "y",
    "better.responses": ["a"],
    "better.responses.users": ["u"],
    "better.responses.status": ["submitted"],
    "rank.responses": ["b"],
    "rank.responses.users": ["u"],
    "rank.responses.status": ["submitted"],
}


def test_which_answer_of_a_tool_is_the_choice_is_asked(open_home):
    """Nothing can be taken while that is open; values are those of what people answered."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl(ARGILLA))
    assert "several questions of which each may be the choice" in visit.words
    assert "import_check_go" not in {one.key for one in visit.at.button}
    say(say(visit, rule="a column of choices"), choice="rank")
    assert [one.label for one in visit.at.radio if one.key.startswith("map_value_")] == [
        "“b”, 1 of the first rows"
    ]


def test_lists_of_answers_are_asked_about_where_people_compare_pairs(open_home):
    """One question, and the form in which two of them can be named; it goes when it is answered."""
    listed = {
        "prompt": "p",
        "answers": [{"text": said, "rank": place} for place, said in enumerate("xyz", 1)],
    }
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), jsonl(listed))
    assert "name two of the answers here" in visit.words
    assert "Which fields are the two answers?" in visit.words
    say(visit, candidate_0="answers.0.text", candidate_1="answers.1.text", rule="two ranks")
    say(visit, rank_0="answers.0.rank", rank_1="answers.1.rank")
    assert "answers.0.rank below answers.1.rank → answers.0.text is better in 1 of 1 row." in visit.words
    assert "Which fields are the two answers?" not in visit.words
