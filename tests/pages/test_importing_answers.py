"""Data sets: answers that stand apart from their texts are uploaded together with the data file."""

from core.access import Role
from core.labelling import Judgment, Pair
from tests.core.builders import rows_of
from tests.core.datasets.formats import potato_answers
from tests.pages.test_datasets_importing import at_import
from tests.pages.visit import Visit

STATE = potato_answers.state("ana", {"p1": {"better.selection": "A"}, "p2": {"better.selection": "tie"}})
DATA = potato_answers.lines(potato_answers.ITEMS)
EXPORT = potato_answers.lines(potato_answers.exported("ana", {"p1": {"better.selection": "A"}}))


def upload(visit: Visit, **files: bytes) -> Visit:
    """Several files at once."""
    given = [(name.replace("_json", ".json"), content, "") for name, content in files.items()]
    at_import(visit).at.file_uploader(key="import_file").set_value(given)
    return visit.run()


def test_answers_and_their_data_file_are_one_import(open_home):
    """Alone the answers say what is missing; with the data file they are taken."""
    home = open_home("no pairs")
    visit = upload(home.visit(Role.ENGINEER), state_json=STATE)
    assert "the texts they are about stand in another file" in visit.words
    visit = upload(home.visit(Role.ENGINEER), state_json=STATE, data_jsonl=DATA)
    assert "Recognised as Potato" in visit.words
    visit.click("import_check_go").click("import_go")
    assert [one.value for one in visit.at.success] == ["2 rows taken, 2 choices."]
    assert (len(rows_of(home.studio, Pair)), len(rows_of(home.studio, Judgment))) == (2, 2)


def test_what_an_export_leaves_open_is_asked_on_the_page(open_home):
    """The form asks the same as the command."""
    visit = upload(open_home("no pairs").visit(Role.ENGINEER), export_jsonl=EXPORT, data_jsonl=DATA)
    assert "which of the two texts stood first" in " ".join(one.value for one in visit.at.warning)
