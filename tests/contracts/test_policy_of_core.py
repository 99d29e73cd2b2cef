"""Nothing of core is read or written around the policy: every function, by everybody.

Whoever may not is refused, whoever may is not; which is which is worked out here from the table alone.
"""

import ast
import inspect
import pkgutil
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest

import core
from core.access import STUDIO_WIDE, Action, PersonView, Role, act_as, list_people, set_project_role
from core.errors import NotAllowed, NotFound, StudioError
from core.labelling import list_projects
from core.labelling.queue import leave
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.policy_scene import CALLERS, Scene, set_policy_scene
from tests.contracts.policy_table import TABLE, Ask

ROOT = Path(__file__).parents[2]
BEFORE_ANYBODY = "the way in: it says who is there, before anybody is"
WITHIN = "a step within an action that has asked: it is given rows and views, and gives nothing out"
STUDIO = "the studio's own work, or a command of the machine's owner; no page and no program calls it"
OWN_TESTS = {
    "access.people.list_people": "gives each what they lead: test_people_are_listed_to_who_leads_them",
    "access.preferences.*": "one's own only: tests/core/access/test_preferences.py, test_desk.py",
    "labelling.project_view.find_project": "looks through `list_projects`",
    "labelling.project_view.list_projects": "gives each their own: test_projects_are_listed_to_their_people",
    "labelling.queue.leases.leave": "one's own only: test_only_oneself_leaves",
    "enrolment.opening.release_browser": "by the link's project: tests/core/enrolment",
    "people.add_many.add_lines": "asks for every project and person: tests/core/people",
    "people.lines.read_lines": "as what adds them: tests/core/people",
    "people.listing.list_lines": "gives each what they lead: tests/core/people",
    "review.of_runs.review_run": "begins as `create_review` does: tests/core/review",
    "demo.sample.put_sample_back": "as whoever makes a project: tests/core/demo",
    "demo.sample.remove_sample": "finds its project by itself: tests/core/demo",
    "sign_in.links.make_reset": "asks for every project of the person: tests/core/sign_in",
    "sign_in.links.open_links": "gives each those they could have made: tests/core/sign_in",
    "sign_in.links.revoke_link": "asks for every project of the link: tests/core/sign_in",
    "sign_in.providers.waiting.let_in": "asks for every project given: tests/contracts/test_identities.py",
    "sign_in.providers.waiting.let_in_as": "takes an admin: tests/contracts/test_identities.py",
    "sign_in.providers.waiting.list_waiting": "for who leads anything: tests/contracts/test_identities.py",
    "sign_in.providers.waiting.turn_away": "takes an admin: tests/contracts/test_identities.py",
}
NOT_IN_THE_TABLE = OWN_TESTS | {
    "access.actor.*": "what all others ask with",
    "access.audit.check_anew": "what all others ask with",
    "access.audit.permit": "what all others ask with",
    "access.audit.record": WITHIN,
    "access.people.refuse_last_admin": WITHIN,
    "access.people.people_by_name": WITHIN,
    "access.seen.note_person_seen": "of whoever is there: tests/core/people",
    "sign_in.links.invited_quota": WITHIN,
    "people.remove.to_each": "asks for each of them",
    "access.audit_pages.all_audit": STUDIO,
    "access.chain.verify_log": STUDIO,
    "access.people.find_named": BEFORE_ANYBODY,
    "access.people.find_person": BEFORE_ANYBODY,
    "backup.*": STUDIO,
    "review.verdicts.withdraw_doubles": WITHIN,
    "datasets.importing.inserters.insert_records": WITHIN,
    "datasets.reach.*": "refuses by the address: tests/core/datasets/test_reach.py",
    "db.*": "rows of any table, for core itself; import-linter keeps pages from it",
    "demo.make_ready": STUDIO,
    "removing.leftovers.finish_removals": STUDIO,
    "demo.trip.go_round": STUDIO,
    "enrolment.arriving.*": BEFORE_ANYBODY,
    "enrolment.place.*": "of whoever asks and of nobody else: tests/core/enrolment",
    "labelling.queue.leases.leave_by_token": "whoever has the token is whose place it is",
    "labelling.acts.chosen.*": WITHIN,
    "labelling.finding.search.having_words": WITHIN,
    "labelling.finding.search.keep_searchable": STUDIO,
    "labelling.finding.search.learn_all": STUDIO,
    "labelling.queue.leases.lock_holders": WITHIN,
    "labelling.queue.leases.revoke_leases": WITHIN,
    "labelling.queue.leases.take_from_all": WITHIN,
    "labelling.queue.priority.*": WITHIN,
    "rehome.rehome": STUDIO,
    "sign_in.accounts.*": BEFORE_ANYBODY,
    "sign_in.providers.arriving.*": BEFORE_ANYBODY,
    "sign_in.providers.sessions.*": BEFORE_ANYBODY,
    "sign_in.sessions.*": BEFORE_ANYBODY,
    "sign_in.tokens.*": "one's own, whoever asks: tests/core/sign_in",
    "training.following.*": STUDIO,
    "training.runs.views.count_active_runs": STUDIO,
}
"""What asks otherwise, and why."""


def name_of(function: Any) -> str:
    """Where a function is, below core."""
    return f"{function.__module__.removeprefix('core.')}.{function.__name__}"


def offered() -> dict[str, Callable[..., Any]]:
    """Every function that a package of core promises, or that is imported above it, and works on data."""
    found = []
    for one in pkgutil.walk_packages(core.__path__, "core."):
        if one.ispkg and ".migrations" not in one.name:
            module = import_module(one.name)
            found += [getattr(module, name) for name in getattr(module, "__all__", ())]
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core"):
                module = import_module(node.module or "")
                found += [getattr(module, one.name) for one in node.names if hasattr(module, one.name)]
    return {name_of(one): one for one in found if inspect.isfunction(one) and takes_data(one)}


def takes_data(function: Callable[..., Any]) -> bool:
    """Whether it works on a unit of work, a database or a studio."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    kind = getattr(first.annotation, "__name__", "") if first is not None else ""
    return function.__module__.startswith("core.") and kind in {"Session", "Database", "Studio"}


OFFERED = offered()
CASES = [(name, ask, caller) for name, asks in TABLE.items() for ask in asks for caller in CALLERS]


class Undone(Exception):  # noqa: N818
    """Takes back what a call that was let through has written."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory, migrated_file):
    """Set once: what is written in a case is taken back."""
    home = tmp_path_factory.mktemp("policy") / "home"
    home.mkdir()
    shutil.copy(migrated_file, home)
    opened = open_studio(load_settings(home=home, store="", database=""))
    yield set_policy_scene(opened)
    opened.close()


def test_every_function_is_in_the_table_or_says_why_not():
    """A new one must be decided on; what is gone from core goes from here as well."""
    rooms = {name for name in NOT_IN_THE_TABLE if name.endswith(".*")}
    told = {name for name in OFFERED if any(name.startswith(one[:-1]) for one in rooms)}
    assert OFFERED.keys() - told - NOT_IN_THE_TABLE.keys() == TABLE.keys()
    assert (NOT_IN_THE_TABLE.keys() - rooms) <= OFFERED.keys()


def test_every_action_and_everybody_is_tried():
    """Each action is asked for by some function; the number of cases is in the note of the release."""
    asked = {ask.action for asks in TABLE.values() for ask in asks}
    assert asked == set(Action)
    assert len(CASES) == len(CALLERS) * sum(len(asks) for asks in TABLE.values())


@pytest.mark.parametrize("caller", CALLERS, ids=lambda one: one.name)
def test_the_policy_holds(scene, caller, monkeypatch):
    """Each is refused if the table says so, else not; who has no part is told that nothing is there."""
    monkeypatch.setattr("core.asking.WAITS_S", ())  # nobody answers there, and nobody need wait for it
    who = scene.people[caller.name]
    wrong = []
    for name, ask, _ in (case for case in CASES if case[2] is caller):
        refusal = called(scene, OFFERED[name], ask, who)
        expected = expected_refusal(scene, ask, who, allowed=caller.may(ask.action))
        if not isinstance(refusal, expected) if expected else refusal is not None:
            wrong.append((name, ask.action.value, str(refusal), expected))
    assert not wrong


def expected_refusal(scene: Scene, ask: Ask, who: PersonView, *, allowed: bool) -> type[StudioError] | None:
    """How it is refused; nothing if it is not."""
    if allowed:
        return None
    part = who.paused or ask.action in STUDIO_WIDE or who.role_in(scene.project.id) is not None
    return NotAllowed if part else NotFound


def undo() -> NoReturn:
    """End a unit of work without keeping anything."""
    raise Undone


def called(scene: Scene, function: Callable[..., Any], ask: Ask, who: PersonView) -> StudioError | None:
    """What the policy says to a call; anything else that core may say to it is none of its business."""
    arguments, more = ask.arguments(scene, who), ask.more(scene, who)
    first = next(iter(inspect.signature(function).parameters))
    try:
        if first == "db":
            function(scene.studio.db, *arguments, **more)
            return None
        with scene.studio.db.write() as session:
            act_as(session, who)
            function(session, *arguments, **more)
            undo()
    except Undone:
        return None
    except NotAllowed as refusal:
        return refusal
    except NotFound as refusal:
        return refusal if str(refusal).startswith("There is no ") else None
    except StudioError:
        return None


def test_projects_are_listed_to_their_people(scene):
    """Own ones and no others; to somebody paused none at all."""
    there, elsewhere = {scene.project.id}, {scene.other.id}
    for caller in CALLERS:
        own = there if caller.there else elsewhere if caller.name.endswith("elsewhere") else set()
        own = there | elsewhere if caller.everywhere else own
        with scene.studio.db.read() as session:
            act_as(session, scene.people[caller.name])
            found = {one.id for one in list_projects(session)}
        assert found == (set() if caller.paused else own), caller.name


def test_people_are_listed_to_who_leads_them(scene):
    """Admins see all; who leads one project those in it, without what they are elsewhere; others nobody."""
    for caller in CALLERS:
        who = scene.people[caller.name]
        with scene.studio.db.read() as session:
            act_as(session, who)
            if caller.may(Action.MANAGE_PEOPLE):
                assert (
                    len(list_people(session)) == len(CALLERS) + 1
                )  # all but who came by a link, and two more
            elif caller.name.startswith("lead") and not caller.paused:
                led = scene.project.id if caller.there else scene.other.id
                found = list_people(session)
                assert all(one.role or one.roles.keys() == {led} for one in found)
                assert who.name in {one.name for one in found}
                assert "nobody" not in {one.name for one in found}
            else:
                with pytest.raises(NotAllowed):
                    list_people(session)


def test_only_oneself_leaves(scene):
    """Whose place it is gives it up, whatever became of their role; nobody else does it for them."""
    for caller in CALLERS:
        who = scene.people[caller.name]
        with scene.studio.db.write() as session:
            act_as(session, who)
            leave(session, scene.project.id, who.id)
            with pytest.raises(NotAllowed, match="This is somebody else's own"):
                leave(session, scene.project.id, scene.bystander.id)


def test_an_admin_is_shut_out_of_no_project(scene):
    """Who leads one project decides on its people, but not on admins."""
    who, admin = scene.people["lead there"], scene.people["lead everywhere"]
    with scene.studio.db.write() as session, pytest.raises(NotAllowed, match="manage people"):
        set_project_role(session, who, admin.id, scene.project.id, Role.ANNOTATOR)
