"""Data sets: importing a file, and bringing a set out."""

import pytest

from core.access import Role
from core.datasets import Dataset, Prompt
from core.labelling import Judgment, Pair
from tests.core.builders import change, everything, jsonl, row, rows_of
from tests.pages.visit import Visit

GOOD = [row(1, choice=0), row(2)]
BAD = jsonl(*GOOD, row(2), row(3, choice=2), {"input_text": "only a post"}, b"{broken")


def at_tab(visit: Visit, tab: str) -> Visit:
    visit.at.session_state["datasets_tab"] = tab
    return visit.go("datasets")


def upload(visit: Visit, content: bytes, name: str = "rows.jsonl") -> Visit:
    at_tab(visit, "Import")
    visit.at.file_uploader(key="import_file").upload(name, content)
    return visit.run().click("import_go")


def test_a_good_file_is_taken_at_once(open_home):
    """What was taken is said; the rows are there."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), jsonl(*GOOD))
    assert [one.value for one in visit.at.success] == ["2 rows taken, 1 choices."]
    assert (len(rows_of(home.studio, Pair)), len(rows_of(home.studio, Judgment))) == (2, 1)


def test_the_same_file_again_adds_nothing(open_home):
    """And the page says so."""
    home = open_home("no pairs")
    visit = home.visit(Role.ENGINEER)
    upload(visit, jsonl(*GOOD))
    upload(visit, jsonl(*GOOD))
    assert visit.at.success[0].value == "0 rows taken, 2 were there already."
    assert len(rows_of(home.studio, Pair)) == 2


def test_refused_rows_are_listed_and_nothing_is_taken(open_home):
    """Each with its line, field, value and reason."""
    home = open_home("no pairs")
    before = everything(home.studio)
    visit = upload(home.visit(Role.ENGINEER), BAD)
    assert visit.errors == ["3 of 6 rows in rows.jsonl are refused. Nothing has been taken yet."]
    table = visit.at.dataframe[0].value
    assert list(table.columns) == ["Line", "Field", "Value", "Why it is refused"]
    assert table[["Line", "Field", "Value"]].to_numpy().tolist() == [
        [4, "choice", "2"],
        [5, "candidate_0", "missing"],
        [6, "(line)", '"{broken"'],
    ]
    assert everything(home.studio) == before


def test_the_good_rows_are_taken_without_the_refused(open_home):
    """After a look at the table, by a button that names how many these are."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), BAD)
    assert visit.at.button(key="import_good").label == "Take the 2 good rows without these"
    visit.click("import_good")
    assert visit.at.success[0].value == "2 rows taken, 1 choices, 1 repeated in the file, 3 refused."
    assert len(rows_of(home.studio, Pair)) == 2
    visit.run()
    assert not visit.errors
    assert not visit.at.dataframe


def test_another_file_forgets_the_report_on_the_first(open_home):
    """Otherwise its refused rows would seem to be those of the new one."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), BAD)
    visit.at.file_uploader(key="import_file").upload("other.jsonl", jsonl(row(9)))
    assert not visit.run().at.dataframe


def test_prompts_are_taken_for_what_they_are_for(open_home):
    """The choice of what the rows are decides."""
    home = open_home("no pairs")
    visit = at_tab(home.visit(Role.ENGINEER), "Import")
    visit.at.radio(key="import_kind").set_value("evaluation")
    upload(visit, jsonl({"input_text": "A prompt."}))
    assert [(one.purpose.value, one.input_text) for one in rows_of(home.studio, Prompt)] == [
        ("evaluation", "A prompt.")
    ]


def test_gold_pairs_are_taken_with_their_answers(open_home):
    """One is new; the sample's judged pair stays as it is, and the page says so."""
    home = open_home("sample")
    pair = next(one for one in rows_of(home.studio, Pair) if one.judgment_count)
    names = ("input_text", "candidate_0", "candidate_1")
    judged = {name: getattr(pair, name) for name in names} | {"choice": 1}
    visit = at_tab(home.visit(Role.ENGINEER), "Import")
    visit.at.radio(key="import_kind").set_value("gold")
    upload(visit, jsonl(row(1, choice=0, note="Clear."), judged))
    assert visit.at.success[0].value == "1 rows taken."
    assert visit.at.warning[0].value.startswith("1 pairs did not become gold")
    gold = [one for one in rows_of(home.studio, Pair) if one.pool == "gold"]
    assert [(one.input_text, one.gold, one.gold_note) for one in gold] == [
        ("post 1", "candidate_0", "Clear.")
    ]


def test_answers_to_rank_are_taken_where_people_rank(open_home):
    """The form asks for sets there, and for no gold pairs."""
    home = open_home("no pairs")
    change(home.studio, home.project, mode="rankings")
    visit = at_tab(home.visit(Role.ENGINEER), "Import")
    assert [one.split(":")[0] for one in visit.at.radio(key="import_kind").options] == [
        "Answers to rank",
        "Prompts to practise on",
        "Prompts to evaluate on",
    ]
    upload(visit, jsonl({"input_text": "post", "candidates": ["A", "B", "C"]}))
    assert visit.at.success[0].value == "1 rows taken."
    assert len(rows_of(home.studio, Pair)) == 3


def test_a_file_without_rows_is_refused_at_once(open_home):
    """The sentence stands on the page that the click brought, not on a later one."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), b"\n\n")
    assert visit.errors == ["rows.jsonl is empty; it should have one JSON object a line."]
    assert not visit.run().errors


def test_frozen_sets_are_listed_newest_first_with_what_they_are(open_home):
    """Name, rows and hash in the table; recipe and address of the one that is chosen."""
    home = open_home("sample, gone round")
    visit = home.visit(Role.ENGINEER).go("datasets")
    table = visit.at.dataframe[0].value
    made = rows_of(home.studio, Dataset)
    assert table["Data set"].tolist() == ["evaluation 1", "prompt 1", "preference 1"]
    assert table["sha256"].tolist() == [one.sha256[:12] for one in reversed(made)]
    assert made[-1].address in visit.words


def test_a_set_is_exported(open_home, tmp_path):
    """To a folder that is typed in; the page says where it lies."""
    visit = open_home("sample, gone round").visit(Role.ENGINEER).go("datasets")
    visit.at.text_input(key="export_target").set_value(str(tmp_path / "out"))
    export(visit)
    (file,) = (tmp_path / "out").rglob("*.jsonl")
    assert visit.at.success[0].value.startswith("Exported to")
    assert file.as_uri() in visit.words


@pytest.mark.parametrize("target", ["ftp://elsewhere/x", "gs://"])
def test_an_export_to_nowhere_is_refused_at_once(open_home, target):
    """The sentence stands on the page that the click brought."""
    visit = open_home("sample, gone round").visit(Role.ENGINEER).go("datasets")
    visit.at.text_input(key="export_target").set_value(target)
    (sentence,) = export(visit).errors
    assert sentence.startswith(f"The address '{target}'")
    assert not visit.at.success


def export(visit: Visit) -> Visit:
    (button,) = (one for one in visit.at.button if str(one.key).startswith("export_"))
    return visit.click(button.key)
