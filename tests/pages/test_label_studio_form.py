"""Data sets: what an export of Label Studio leaves open is asked on the page."""

import json

from app.ui.datasets.tabs import IMPORT, OPEN
from core.access import Role


def test_what_a_label_studio_export_leaves_open_is_asked(open_home):
    """Its template has no prompt, and people compared with Choices; the answers settle it."""
    tasks = []
    for word in ("First", "Second"):
        results = [{"from_name": "better", "type": "choices", "value": {"choices": [word]}}]
        data = {"pairText1": f"Frost, {word}.", "pairText2": "Dew."}
        tasks.append({"data": data, "annotations": [{"id": 1, "completed_by": 1, "result": results}]})
    home = open_home("no pairs")
    visit = home.visit(Role.ENGINEER)
    visit.at.session_state[OPEN] = IMPORT
    file = ("export.json", json.dumps(tasks, indent=1).encode(), "")
    visit.go("datasets").at.file_uploader(key="import_file").set_value([file])
    visit.run()
    asked = [one.value for one in visit.at.warning]
    assert len(asked) == 2
    assert "none of their answers is sure to be the choice" in asked[1]
    assert visit.at.selectbox(key="map_ls_input_text").value == ""  # no field is left that may be the prompt
    visit.at.selectbox(key="map_ls_choice").set_value("better")
    visit.run().at.text_input(key="map_ls_fixed_prompt").set_value("Which is colder?")
    visit.at.selectbox(key="map_ls_choice_0").set_value("Second")
    visit.at.selectbox(key="map_ls_choice_1").set_value("First")
    table = visit.run().at.dataframe[0].value
    assert table[["Prompt", "Choice"]].to_numpy().tolist() == [
        ["Which is colder?", choice] for choice in "10"
    ]
