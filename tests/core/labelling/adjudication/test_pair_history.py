"""A pair's history: everything that happened to it, in order, with names, also what no longer holds."""

import pytest

from core.access import SYSTEM
from core.errors import NotFound
from core.labelling.adjudication import Happened, pair_history
from tests.core.adjudicating import give_back, open_again, rule, say
from tests.core.builders import add_pairs, answer, new_project, save, undo


def history(studio, project, pair):
    with studio.db.read() as session:
        return pair_history(session, project, pair)


def test_a_whole_life(studio, ada, ben, lea):
    """Ada undoes and answers anew, Ben's answer comes back to him, Lea decides twice and reopens."""
    project = new_project(studio, judgments_per_pair=2, rationale_minimum=0)
    pair, other = add_pairs(studio, project, 2)
    say(studio, project, ben, other, "tie")
    first = answer(pair, "candidate_1")
    save(studio, ada, project, first)
    save(studio, ada, project, undo(first))
    say(studio, project, ada, pair, "candidate_0", rationale="It is shorter.", flag="Broken text")
    give_back(studio, lea, project, say(studio, project, ben, pair, "skip", reason="Wrong language"), "Try.")
    say(studio, project, ben, pair, "candidate_1")
    rule(studio, lea, project, pair, "candidate_1", note="So.")
    open_again(studio, lea, project, pair)
    rule(studio, lea, project, pair, "candidate_0", note="Thus.", make_gold=True)

    entries = history(studio, project, pair)
    assert [(one.happened, one.name, one.outcome, one.stands) for one in entries] == [
        (Happened.JUDGED, "Ada", "candidate_1", False),
        (Happened.TOOK_BACK, "Ada", None, True),
        (Happened.JUDGED, "Ada", "candidate_0", True),
        (Happened.SKIPPED, "Ben", "skip", False),
        (Happened.RETURNED, "Lea", None, True),
        (Happened.JUDGED, "Ben", "candidate_1", True),
        (Happened.DECIDED, "Lea", "candidate_1", False),
        (Happened.REOPENED, "Lea", None, False),
        (Happened.DECIDED, "Lea", "candidate_0", True),
    ]
    assert (entries[2].opinion.rationale, entries[2].opinion.flag) == ("It is shorter.", "Broken text")
    assert entries[3].opinion.reason == "Wrong language"
    assert (entries[4].about, entries[4].note) == ("Ben", "Try.")
    assert [one.note for one in entries[6:]] == ["So.", "", "Thus."]
    assert [(one.made_gold, one.made_example) for one in entries[6:]] == [
        (False, False),
        (False, False),
        (True, False),
    ]


def test_nothing_has_happened_yet(studio, project):
    """An empty history is one too."""
    (pair,) = add_pairs(studio, project, 1)
    assert history(studio, project, pair) == []


def test_a_return_by_the_studio_has_its_name(studio, project, ada):
    """It was a command at the terminal."""
    (pair,) = add_pairs(studio, project, 1)
    give_back(studio, SYSTEM, project, say(studio, project, ada, pair, "tie"))
    assert history(studio, project, pair)[-1].name == SYSTEM.name


def test_pairs_of_other_projects(studio, project):
    """A link with another project's number shows nothing."""
    (pair,) = add_pairs(studio, new_project(studio, "Other"), 1)
    with pytest.raises(NotFound, match=f"There is no pair {pair} in the project “Posts”"):
        history(studio, project, pair)
