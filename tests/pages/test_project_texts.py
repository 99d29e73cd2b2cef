"""How a project's texts are shown: the fields of the project page, and what the label page makes of them."""

import pytest

from core.access import Role
from core.labelling import Content, Presentation, Texts
from tests.pages.settings_form import edit, field
from tests.pages.test_what_annotators_get import labeller_data


@pytest.mark.parametrize("texts", Texts)
def test_a_kind_of_texts_fills_the_fields_and_saves(open_home, texts):
    """And a reason to skip calls the prompt by its new name; what was asked for beside it stays."""
    home = open_home("sample")
    visit = edit(home, picture_hosts="i.example.org", texts=texts.value)
    kept = {"picture_hosts": ("i.example.org",)}
    assert home.project.presentation == texts.presentation.model_copy(update=kept)
    assert (
        f"I do not understand the {texts.presentation.prompt.lower()}" in home.project.protocol.skip_reasons
    )
    assert field(home, visit, "texts").value == texts.value


def test_fields_of_its_own_are_saved_as_they_are(open_home):
    home = open_home("sample")
    visit = edit(
        home, content=Content.MARKDOWN, prompt="Issue", answer="Patch", folded_endings="### Response:\n"
    )
    saved = Presentation(
        content=Content.MARKDOWN, prompt="Issue", answer="Patch", folded_endings=("### Response:",)
    )
    assert home.project.presentation == saved
    assert field(home, visit, "texts").value == "Of its own"


def test_a_host_is_a_name_alone(open_home):
    """An address is refused with what to write."""
    visit = edit(open_home("sample"), picture_hosts="https://i.example.org/a")
    assert "write it alone, as in “images.example.org”" in visit.errors[0]


def test_the_label_page_has_the_words(open_home):
    """And is told how to show texts."""
    home = open_home("sample")
    edit(home, content=Content.MARKDOWN, prompt="Question", answer="Answer")
    data = labeller_data(home.visit(Role.ANNOTATOR).go("label"))
    assert (data["words"]["post"], data["words"]["candidate"]) == ("Question", "Answer")
    assert data["content"]["kind"] == "markdown"
    assert "show-raw" in [action for line in data["keys"] for action in line["means"].values()]


def test_a_new_project_begins_with_a_kind_of_texts(open_home):
    """The first one of the list unless a lead chooses."""
    home = open_home("no project")
    visit = home.visit(Role.LEAD).go("project")
    visit.at.radio(key="new_texts").set_value(Texts.QUESTIONS)
    visit.at.text_input(key="new_name").set_value("Mine")
    visit.submit("Create")
    assert home.project.presentation == Texts.QUESTIONS.presentation
    assert home.project.protocol.skip_reasons[0] == "I do not understand the question"
