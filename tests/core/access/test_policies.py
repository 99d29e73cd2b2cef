"""Who may do what, spelt out: a change of the policy is a change of this table."""

import pytest

from core.access import (
    STUDIO_WIDE,
    SYSTEM,
    Action,
    PersonView,
    Role,
    act_as,
    check,
    ensure_may,
    ensure_may_for,
    ensure_self,
    may,
)
from core.errors import NotAllowed, NotFound

EXPECTED = """
                 annotator  reviewer  engineer  lead
see project      yes        yes       yes       yes
label            yes        yes       yes       yes
compare          no         yes       yes       yes
design review    no         no        yes       yes
close review     no         no        no        yes
ask judge        no         no        yes       yes
see data         no         yes       yes       yes
see runs         no         yes       yes       yes
see quality      no         yes       yes       yes
adjudicate       no         yes       no        yes
mark pairs       no         yes       yes       yes
import           no         no        yes       yes
freeze           no         no        yes       yes
export           no         no        yes       yes
make reward      no         no        yes       yes
launch           no         no        yes       yes
cancel run       no         no        yes       yes
manage project   no         no        no        yes
archive project  no         no        no        yes
delete project   no         no        no        yes
manage members   no         no        no        yes
see audit        no         no        no        yes
create project   no         no        no        yes
manage people    no         no        no        yes
set prices       no         no        yes       yes
see whole audit  no         no        no        yes
"""
MINE, OTHERS = 7, 8
"""Two projects."""


def cells() -> list[tuple[Role, Action, bool]]:
    """The table as (role, action, allowed)."""
    head, *lines = EXPECTED.strip("\n").splitlines()
    roles = [Role(name) for name in head.split()]
    return [
        (role, Action(line[:17].strip()), word == "yes")
        for line in lines
        for role, word in zip(roles, line[17:].split(), strict=True)
    ]


def where(action: Action) -> int | None:
    """The project an action is asked about."""
    return None if action in STUDIO_WIDE else MINE


def test_the_table_names_every_role_and_action_once():
    """4 roles times 26 actions; a new one must be decided on here."""
    assert len(cells()) == 104
    assert {(role, action) for role, action, _ in cells()} == {(role, one) for role in Role for one in Action}


@pytest.mark.parametrize(("role", "action", "allowed"), cells())
def test_the_policy(role, action, allowed):
    """The answer, and the gate that asks for it, agree with the table, for a role held in every project."""
    person = PersonView(1, "Ada", role)
    assert may(role, action) is allowed
    assert person.may(action, where(action)) is allowed
    if allowed:
        check(person, action, where(action))
        return
    with pytest.raises(NotAllowed) as caught:
        check(person, action, where(action))
    assert str(caught.value) == (
        f"Ada is here as {role.value}, which does not include “{action.value}”; "
        "ask a lead to change the role."
    )


@pytest.mark.parametrize(("role", "action", "allowed"), cells())
def test_a_role_in_one_project_is_none_in_others(role, action, allowed):
    """There it allows what the table says; elsewhere, and in the studio as a whole, nothing."""
    person = PersonView(1, "Ada", None, {MINE: role})
    if action in STUDIO_WIDE:
        with pytest.raises(NotAllowed, match="no role in the whole studio"):
            check(person, action)
        return
    assert person.may(action, MINE) is allowed
    with pytest.raises(NotFound, match=r"^There is no project number 8\.$"):
        check(person, action, OTHERS)
    with pytest.raises(NotFound, match=r"^There is no run number 3\.$"):
        check(person, action, OTHERS, called="run number 3")


def test_a_role_in_a_project_wins_over_the_one_everywhere():
    person = PersonView(1, "Ada", Role.LEAD, {MINE: Role.ANNOTATOR})
    assert not person.may(Action.FREEZE, MINE)
    assert person.may(Action.FREEZE, OTHERS)


@pytest.mark.parametrize("action", list(Action))
def test_nothing_is_allowed_to_who_is_paused(action):
    with pytest.raises(NotAllowed, match="A lead has paused the access of Ada"):
        check(PersonView(1, "Ada", Role.LEAD, paused=True), action, where(action))


@pytest.mark.parametrize("action", list(Action))
def test_the_studio_itself_may_do_everything(action):
    """The sample, the follower and the terminal act as it."""
    check(SYSTEM, action, where(action))


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_asked_about_where_it_happens(action):
    """To forget the project, or to name one for what concerns all, is a mistake in the program."""
    with pytest.raises(ValueError, match="was asked about"):
        SYSTEM.may(action, MINE if action in STUDIO_WIDE else None)


def test_a_unit_of_work_is_its_actors(studio):
    """What is read in it is read for them; one that is nobody's is the studio's own."""
    with studio.db.read() as session:
        ensure_may(session, Action.SEE_RUNS, MINE)
        act_as(session, PersonView(1, "Ada", None, {MINE: Role.ANNOTATOR}))
        ensure_may(session, Action.SEE_PROJECT, MINE)
        with pytest.raises(NotAllowed, match="see runs"):
            ensure_may(session, Action.SEE_RUNS, MINE)
        with pytest.raises(NotFound, match="There is no run number 3"):
            ensure_may(session, Action.SEE_RUNS, OTHERS, called="run number 3")


@pytest.mark.parametrize(("role", "refused"), [(Role.ANNOTATOR, True), (Role.REVIEWER, False)])
def test_what_is_ones_own_takes_less_than_what_is_anothers(studio, role, refused):
    """An annotator reads their own figures; somebody else's take a role that sees how others answer."""
    own, others = Action.SEE_PROJECT, Action.SEE_QUALITY
    with studio.db.read() as session:
        ensure_may_for(session, own, MINE, 2, others=others)
        act_as(session, PersonView(1, "Ada", None, {MINE: role}))
        ensure_may_for(session, own, MINE, 1, others=others)
        with pytest.raises(NotFound, match="There is no project number 8"):
            ensure_may_for(session, own, OTHERS, 1, others=others)
        if refused:
            with pytest.raises(NotAllowed, match="see quality"):
                ensure_may_for(session, own, MINE, 2, others=others)
        else:
            ensure_may_for(session, own, MINE, 2, others=others)


def test_some_things_are_for_nobody_else(studio):
    """Whatever the role: a reviewer's blind verdicts, say, are nobody else's before the review closes."""
    with studio.db.read() as session:
        ensure_self(session, 2)
        act_as(session, PersonView(1, "Ada", Role.LEAD))
        ensure_self(session, 1)
        with pytest.raises(NotAllowed, match=r"^This is somebody else's own, so Ada may neither"):
            ensure_self(session, 2)
