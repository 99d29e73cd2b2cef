"""The project page: who labels there, and what a lead does about it."""

import pytest

from core.access import Role
from core.labelling import LabellingProtocol, Member, MemberState
from core.labelling.projects import Preset
from core.labelling.queue.members import enter
from tests.core.builders import rows_of
from tests.pages.settings_form import asking
from tests.pages.visit import Home


def stand(home: Home, role: Role, state: MemberState, right: int = 0, answered: int = 0) -> int:
    """How the person of a role stands in the home's project; the person's number."""
    person = home.person(role)
    with home.studio.db.write() as session:
        member = enter(session, person, home.project)
        member.state, member.right, member.answered = state, right, answered
    return person.id or 0


def states(home: Home) -> dict[str, MemberState]:
    names = {home.person(role).id: role.value for role in Role}
    return {names[one.person_id]: one.state for one in rows_of(home.studio, Member)}


@pytest.mark.parametrize(
    ("state", "right", "answered", "words", "buttons"),
    [
        (MemberState.ACTIVE, 8, 10, "labels", {"Pause"}),
        (MemberState.QUALIFYING, 2, 3, "qualifying, 3 of 10", {"Let in", "Pause"}),
        (MemberState.FAILED, 6, 10, "failed, 6 of 10 right, 8 needed", {"Let in", "Let try again"}),
        (MemberState.WAITING, 0, 0, "waits to be let in", {"Let in", "Let qualify"}),
        (MemberState.PAUSED, 8, 10, "paused", {"Resume"}),
        (MemberState.PAUSED, 3, 4, "paused", {"Let in", "Let try again"}),
    ],
)
def test_how_a_member_stands(open_home, state, right, answered, words, buttons):
    """In words, with what a lead can do about it."""
    home = open_home("no pairs")
    asking(home, Preset.CAREFUL.protocol)
    number = stand(home, Role.ANNOTATOR, state, right, answered)
    visit = home.visit(Role.LEAD).go("project")
    assert words in visit.words.split("\n")
    keys = {button.key for button in visit.at.button if button.key.startswith(f"member_{number}_")}
    assert keys == {f"member_{number}_{title}" for title in buttons}


@pytest.mark.parametrize(
    ("state", "button", "becomes"),
    [
        (MemberState.FAILED, "Let in", MemberState.ACTIVE),
        (MemberState.FAILED, "Let try again", MemberState.QUALIFYING),
        (MemberState.WAITING, "Let qualify", MemberState.QUALIFYING),
        (MemberState.ACTIVE, "Pause", MemberState.PAUSED),
    ],
)
def test_a_lead_decides_about_a_member(open_home, state, button, becomes):
    """With one click."""
    home = open_home("no pairs")
    asking(home, Preset.CAREFUL.protocol)
    number = stand(home, Role.ANNOTATOR, state, answered=10 if state == MemberState.FAILED else 0)
    home.visit(Role.LEAD).go("project").click(f"member_{number}_{button}")
    assert states(home) == {"annotator": becomes}


def test_a_member_is_paused_and_resumes(open_home):
    """Without a qualification it is one step each way."""
    home = open_home("no pairs")
    number = home.person(Role.ANNOTATOR).id
    visit = home.visit(Role.LEAD).go("project").click(f"member_{number}_Pause")
    assert states(home) == {"annotator": MemberState.PAUSED}
    assert [toast.value for toast in visit.at.toast] == ["The annotator is paused\\."]
    visit.click(f"member_{number}_Resume")
    assert states(home) == {"annotator": MemberState.ACTIVE}


def test_people_are_let_in(open_home):
    """Several at once, where only people let in may label."""
    home = open_home("no pairs")
    assert "Add people" not in home.visit(Role.LEAD).go("project").words
    asking(home, LabellingProtocol(members_only=True))
    visit = home.visit(Role.LEAD).go("project")
    choice = visit.at.multiselect(key="add_members_1")
    assert choice.options == ["The annotator", "The engineer", "The reviewer"]
    choice.set_value([home.person(Role.ANNOTATOR).id, home.person(Role.REVIEWER).id])
    visit.click("add_members_1_go")
    assert states(home) == {"annotator": MemberState.ACTIVE, "reviewer": MemberState.ACTIVE}
    assert visit.at.multiselect(key="add_members_1").options == ["The engineer"]
    assert visit.at.multiselect(key="add_members_1").value == []
