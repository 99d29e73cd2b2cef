"""What people write is kept alike by either database: NUL and half a pair are cleaned before."""

from core.access import SYSTEM, Role
from core.labelling import Outcome, ProjectSettings
from core.labelling.adjudication import Ruling, decide
from core.labelling.judgments import Decision
from core.labelling.projects import create_project
from core.sign_in import NewInvitation, invite
from core.sign_in.models import SignInLink
from core.training.method import LaunchRequest
from tests.core.builders import add_pairs, new_person, new_project, rows_of

ODD, KEPT = "a\0b\ud800", "a\ufffdb?"


def test_texts_of_people(any_studio):
    """An invitation's name, a project's words and a decision's note."""
    project = new_project(any_studio)
    (pair,) = add_pairs(any_studio, project, 1)
    lea = new_person(any_studio, Role.LEAD, "Lea")
    with any_studio.db.write() as session:
        invite(session, SYSTEM, NewInvitation(ODD, role=Role.ANNOTATOR))
        made = create_project(session, SYSTEM, ProjectSettings(ODD, instruction=ODD, guidelines=ODD))
        decide(session, lea, project, pair, Ruling(Outcome.TIE, note=ODD))
    assert (made.name, made.instruction, made.guidelines) == (KEPT, KEPT, KEPT)
    assert [one.name for one in rows_of(any_studio, SignInLink)] == [KEPT]
    assert [one.note for one in rows_of(any_studio, Decision)] == [KEPT]


def test_the_name_of_a_run():
    """It is still the one that was typed again to confirm."""
    request = LaunchRequest("m", {}, name=ODD, confirmed=ODD)
    assert (request.name, request.confirmed) == (KEPT, KEPT)
