"""Data sets: fields that may belong to the prompt, as the page asks about them."""

from core.access import Role
from core.labelling import Pair
from tests.core.builders import jsonl, rows_of
from tests.pages.test_datasets_importing import check, upload


def test_a_field_that_may_belong_to_the_prompt_must_be_answered(open_home):
    """Nothing can be taken before; the answer stays, and what is taken is what it says."""
    home = open_home("no pairs")
    texts = {"prompt": "Sum up.", "chosen": "a", "rejected": "b"}
    visit = check(home.visit(Role.ENGINEER), jsonl(texts | {"story": "Rye rises."}))
    assert "import_go" not in {one.key for one in visit.at.button}
    assert "Say above what the fields are" in visit.words
    visit.at.radio(key="map_field_story").set_value("context")
    visit.run().click("import_check_go").click("import_go")
    (pair,) = rows_of(home.studio, Pair)
    assert (pair.input_text, pair.extra) == ("Rye rises.\n\nSum up.", None)


def test_a_part_of_the_prompt_can_be_switched_off(open_home):
    """For whoever knows better than the names."""
    home = open_home("no pairs")
    texts = {"instruction": "Sum up.", "input": "Rye rises.", "chosen": "a", "rejected": "b"}
    visit = upload(home.visit(Role.ENGINEER), jsonl(texts))
    assert "Sum up. Rye rises." in str(visit.at.dataframe[0].value["Prompt"][0]).replace("\\n", " ")
    visit.at.radio(key="map_how").set_value("otherwise")
    visit.run().at.selectbox(key="map_part_input").set_value(1)
    visit.run().click("import_check_go").click("import_go")
    (pair,) = rows_of(home.studio, Pair)
    assert (pair.input_text, pair.extra) == ("Sum up.", {"input": "Rye rises."})
