"""Who may do what, spelt out: a change of the policy is a change of this table."""

import pytest

from core.access import SYSTEM, Action, PersonView, Role, check, may
from core.errors import NotAllowed

EXPECTED = """
                annotator  reviewer  engineer  lead
label           yes        yes       yes       yes
compare         no         yes       yes       yes
see runs        no         yes       yes       yes
see quality     no         yes       yes       yes
adjudicate      no         yes       no        yes
import          no         no        yes       yes
freeze          no         no        yes       yes
export          no         no        yes       yes
launch          no         no        yes       yes
cancel run      no         no        yes       yes
manage project  no         no        no        yes
manage people   no         no        no        yes
"""


def cells() -> list[tuple[Role, Action, bool]]:
    """The table as (role, action, allowed)."""
    head, *lines = EXPECTED.strip("\n").splitlines()
    roles = [Role(name) for name in head.split()]
    return [
        (role, Action(line[:16].strip()), word == "yes")
        for line in lines
        for role, word in zip(roles, line[16:].split(), strict=True)
    ]


def test_the_table_names_every_role_and_action_once():
    """4 roles times 12 actions; a new one must be decided on here."""
    assert len(cells()) == 48
    assert {(role, action) for role, action, _ in cells()} == {(role, one) for role in Role for one in Action}


@pytest.mark.parametrize(("role", "action", "allowed"), cells())
def test_the_policy(role, action, allowed):
    """The answer, and the gate that asks for it, agree with the table."""
    person = PersonView(1, "Ada", role)
    assert may(role, action) is allowed
    if allowed:
        check(person, action)
        return
    with pytest.raises(NotAllowed) as caught:
        check(person, action)
    assert str(caught.value) == (
        f"Ada is here as {role.value}, which does not include “{action.value}”; "
        "ask a lead to change the role."
    )


@pytest.mark.parametrize("action", list(Action))
def test_the_studio_itself_may_do_everything(action):
    """The sample, the follower and the terminal act as it."""
    check(SYSTEM, action)
