"""Data sets: the path of an import - files, check, take - and the list of past imports."""

import pytest

from app.ui.datasets.tabs import IMPORT, OPEN
from core.access import Role
from core.datasets import Prompt
from core.labelling import Judgment, Pair
from tests.core.builders import change, everything, jsonl, row, rows_of
from tests.pages.visit import Visit

GOOD = [row(1, choice=0), row(2)]
BAD = jsonl(*GOOD, row(2), row(3, choice=2), {"input_text": "only a post"}, b"{broken")
TAKE_GOOD = "Take the 2 good rows without these"


def at_import(visit: Visit) -> Visit:
    visit.at.session_state[OPEN] = IMPORT
    return visit.go("datasets")


def upload(visit: Visit, content: bytes, name: str = "rows.jsonl") -> Visit:
    at_import(visit).at.file_uploader(key="import_file").set_value([(name, content, "")])
    return visit.run()


def check(visit: Visit, content: bytes, name: str = "rows.jsonl") -> Visit:
    return upload(visit, content, name).click("import_check_go")


def take(visit: Visit, content: bytes) -> Visit:
    return check(visit, content).click("import_go")


def test_a_good_file_is_checked_and_taken(open_home):
    """What was taken is said; the rows are there, and the import is listed."""
    home = open_home("no pairs")
    visit = check(home.visit(Role.ENGINEER), jsonl(*GOOD))
    assert visit.at.button(key="import_go").label == "Import 2 rows"
    visit.click("import_go")
    assert [one.value for one in visit.at.success] == ["2 rows taken, 1 choices."]
    assert (len(rows_of(home.studio, Pair)), len(rows_of(home.studio, Judgment))) == (2, 1)
    assert visit.at.dataframe[-1].value["Files"].tolist() == ["rows.jsonl"]


def test_the_same_file_again_adds_nothing(open_home):
    """And the page says so."""
    home = open_home("no pairs")
    visit = home.visit(Role.ENGINEER)
    take(visit, jsonl(*GOOD))
    take(visit, jsonl(*GOOD))
    assert visit.at.success[0].value == "0 rows taken, 2 were there already."
    assert len(rows_of(home.studio, Pair)) == 2


def test_the_report_says_what_is_wrong_and_nothing_is_taken(open_home):
    """Each finding with its count, a remedy and examples; each refused row with line, field and value."""
    home = open_home("no pairs")
    before = everything(home.studio)
    visit = check(home.visit(Role.ENGINEER), BAD)
    assert visit.errors == ["6 rows read: 2 good (1 with a choice), 1 repeated, 3 refused."]
    assert any("**Choice is neither 0 nor 1**, 1 time" in one.label for one in visit.at.expander)
    assert "Write 0 or 1, or say how the file writes the choice of each candidate" in visit.words
    assert "rows.jsonl, line 4, field choice:" in visit.words
    table = visit.at.dataframe[-1].value
    assert table[["File", "Line", "Field", "Value"]].to_numpy().tolist() == [
        ["rows.jsonl", 4, "choice", "2"],
        ["rows.jsonl", 5, "candidate_0", "missing"],
        ["rows.jsonl", 6, "(line)", '"{broken"'],
    ]
    assert everything(home.studio) == before


def test_the_report_has_pictures(open_home):
    """Lengths and languages, each with words for those who do not see them."""
    visit = check(open_home("no pairs").visit(Role.ENGINEER), BAD)
    told = [chart.proto.alt for chart in visit.at.get("plotly_chart")]
    assert [one.split(" ")[0] for one in told] == ["Lengths", "Lengths", "Languages"]


def test_the_good_rows_are_taken_without_the_refused(open_home):
    """After a look at the report, by a button that names how many these are."""
    home = open_home("no pairs")
    visit = check(home.visit(Role.ENGINEER), BAD)
    assert visit.at.button(key="import_go").label == TAKE_GOOD
    visit.click("import_go")
    assert visit.at.success[0].value == "2 rows taken, 1 choices, 1 repeated in the file, 3 refused."
    assert len(rows_of(home.studio, Pair)) == 2


def test_a_file_of_refused_rows_alone_offers_nothing_to_take(open_home):
    """It says what to do instead."""
    visit = check(open_home("no pairs").visit(Role.ENGINEER), jsonl({"input_text": "only a post"}))
    assert "No row can be taken." in visit.words
    assert "import_go" not in {one.key for one in visit.at.button}


def test_another_file_forgets_the_report_on_the_first(open_home):
    """Otherwise its refused rows would seem to be those of the new one."""
    visit = check(open_home("no pairs").visit(Role.ENGINEER), BAD)
    visit.at.file_uploader(key="import_file").set_value([("other.jsonl", jsonl(row(9)), "")])
    assert not visit.run().errors
    assert "import_go" not in {one.key for one in visit.at.button}


def test_a_rerun_does_not_check_again(open_home, statements):
    """It asks for the person, the projects, the frozen sets, past imports and mappings, and nothing else."""
    visit = check(open_home("no pairs").visit(Role.ENGINEER), BAD)
    statements()
    visit.run()
    assert len(statements()) == 5
    assert visit.at.button(key="import_go").label == TAKE_GOOD


def test_another_format_can_be_chosen(open_home):
    """The preview then says why each row would be refused."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), jsonl(*GOOD))
    visit.at.radio(key="map_how").set_value("otherwise")
    visit.run().at.selectbox(key="map_format").set_value("TRL / Hugging Face")
    table = visit.run().at.dataframe[0].value
    assert table["Why it is refused"].notna().all()


def test_several_files_are_one_import(open_home):
    """Named after the first."""
    home = open_home("no pairs")
    visit = at_import(home.visit(Role.ENGINEER))
    files = [(f"{number}.jsonl", jsonl(row(number)), "") for number in (1, 2, 3)]
    visit.at.file_uploader(key="import_file").set_value(files)
    visit.run().click("import_check_go").click("import_go")
    assert visit.at.dataframe[-1].value["Files"].tolist() == ["1.jsonl and 2 more"]
    assert sorted(one.origin for one in rows_of(home.studio, Pair)) == ["1.jsonl", "2.jsonl", "3.jsonl"]


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "../rows.jsonl"])
def test_no_address_reads_the_studios_machine(open_home, address):
    """Only the command does; the sentence says so."""
    visit = at_import(open_home("no pairs").visit(Role.ENGINEER))
    visit.at.text_input(key="import_address").set_value(address)
    (sentence,) = visit.run().errors
    assert "does not begin with gs:// or hf://" in sentence


def test_prompts_are_taken_for_what_they_are_for(open_home):
    """The choice of what the rows are decides."""
    home = open_home("no pairs")
    visit = at_import(home.visit(Role.ENGINEER))
    visit.at.radio(key="import_kind").set_value("evaluation")
    take(visit, jsonl({"input_text": "A prompt."}))
    assert [(one.purpose.value, one.input_text) for one in rows_of(home.studio, Prompt)] == [
        ("evaluation", "A prompt.")
    ]


def test_gold_pairs_are_taken_with_their_answers(open_home):
    """One is new; the sample's judged pair stays as it is, and the page says so."""
    home = open_home("sample")
    pair = next(one for one in rows_of(home.studio, Pair) if one.judgment_count)
    names = ("input_text", "candidate_0", "candidate_1")
    judged = {name: getattr(pair, name) for name in names} | {"choice": 1}
    visit = at_import(home.visit(Role.ENGINEER))
    visit.at.radio(key="import_kind").set_value("gold")
    take(visit, jsonl(row(1, choice=0, note="Clear."), judged))
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
    visit = at_import(home.visit(Role.ENGINEER))
    assert visit.at.radio(key="import_kind").options == [
        "Answers to rank",
        "Prompts for a prompt set",
        "Prompts for an evaluation set",
    ]
    take(visit, jsonl({"input_text": "post", "candidates": ["A", "B", "C"]}))
    assert visit.at.success[0].value == "1 rows taken."
    assert len(rows_of(home.studio, Pair)) == 3


def test_a_file_without_rows_is_refused_at_once(open_home):
    """Before anything is asked about it."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), b"\n\n")
    (sentence,) = visit.errors
    assert sentence.startswith("rows.jsonl has no row that could be read")
    assert "import_check_go" not in {one.key for one in visit.at.button}


def test_the_report_of_a_past_import_is_read_again(open_home):
    """With its counts and its refused rows."""
    visit = take(open_home("no pairs").visit(Role.ENGINEER), BAD)
    visit = at_import(visit)
    (number,) = [one for one in visit.at.selectbox if one.key == "import_past"]
    number.select_index(0)
    visit.run()
    assert visit.errors == ["6 rows read: 2 good (1 with a choice), 1 repeated, 3 refused."]
    assert visit.at.dataframe[-1].value["Line"].tolist() == [4, 5, 6]
