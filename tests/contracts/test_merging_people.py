"""Two names that are one person become one, on either database: nobody counts twice, and nothing is lost."""

from datetime import UTC, datetime

import pytest

from core.access import (
    SYSTEM,
    Action,
    AuditEntry,
    Person,
    PersonKind,
    PersonView,
    Role,
    change_role,
    find_person,
    list_people,
    permit,
)
from core.datasets.sources import source_of_bytes
from core.errors import Conflict, NotAllowed
from core.labelling import Judgment, Lease, Member, Tally, get_project
from core.merge_people import look_alike, merge_people, people_to_merge
from core.review import Comparison, OpenLook, ReviewItem, Verdict
from core.rewards import Reward
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    bring,
    everything,
    frozen,
    new_person,
    new_project,
    queue,
    row,
    rows_of,
    save,
)
from tests.core.review.review_scene import judge, prepared, token
from tests.core.review.review_scene import save as save_verdict
from tests.core.rewards.made_rewards import kept

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def tabs(any_studio):
    """The name that came first."""
    return new_person(any_studio, name="Tabs")


@pytest.fixture
def twin(any_studio):
    """The same person, from when names were told apart by case."""
    return stored(any_studio, "tabs", PersonKind.HUMAN)


def stored(studio, name: str, kind: PersonKind) -> PersonView:
    with studio.db.write() as session:
        person = Person(name=name, role=Role.ANNOTATOR, kind=kind)
        session.add(person)
        session.flush()
        return PersonView.of(person)


def merge(studio, kept: PersonView, other: PersonView, actor: PersonView = SYSTEM) -> None:
    with studio.db.write() as session:
        merge_people(session, actor, kept.id or 0, other.id or 0)


def standing(studio) -> list[tuple[int, int, str]]:
    found = [one for one in rows_of(studio, Judgment) if one.withdrawn_by is None]
    return sorted((one.pair_id, one.person_id, one.outcome.value) for one in found)


def test_what_one_gave_is_the_others(any_studio, tabs, twin):
    """Where both answered a pair, the kept one's answer stands; the pair waits for somebody else again."""
    project = new_project(any_studio, judgments_per_pair=2)
    both, hers, his = add_pairs(any_studio, project, 3)
    queue(any_studio, project, twin)
    save(any_studio, tabs, project, answer(both, "candidate_0"), answer(hers, "skip"))
    save(any_studio, twin, project, answer(both, "candidate_1", active_ms=700), answer(his, active_ms=500))
    assert_counts_hold(any_studio)
    merge(any_studio, tabs, twin)
    assert standing(any_studio) == [
        (both, tabs.id, "candidate_0"),
        (hers, tabs.id, "skip"),
        (his, tabs.id, "candidate_0"),
    ]
    assert_counts_hold(any_studio)
    assert len(rows_of(any_studio, Judgment)) == 4
    assert not [one for one in rows_of(any_studio, Lease) if one.person_id == twin.id]
    assert [(one.person_id, one.judged, one.active_ms) for one in rows_of(any_studio, Tally)] == [
        (tabs.id, 2, 500)
    ]
    assert {one.person_id for one in rows_of(any_studio, Member)} == {tabs.id}


def test_rankings_are_withdrawn_whole(any_studio, tabs, twin):
    """A ranking is one piece of work, however many pairs it implies."""
    project = new_project(any_studio, judgments_per_pair=2, mode="rankings")
    first = add_set(any_studio, project, "a", "b", "c")[0]
    for person, order in ((tabs, "012"), (twin, "210")):
        save(
            any_studio, person, project, answer(first, "ranking", ranking=[f"answer_{one}" for one in order])
        )
    merge(any_studio, tabs, twin)
    assert [outcome for _, _, outcome in standing(any_studio)] == ["candidate_0"] * 3
    assert_counts_hold(any_studio)


def test_a_file_knows_its_annotators_again(any_studio):
    """Imported judgments are known by pair and person, so importing the file again adds nothing."""
    project = new_project(any_studio, judgments_per_pair=3)
    names = [("Ann", 1), ("Bob", 1), ("Bob", 2)]
    columns = ["input_text", "candidate_0", "candidate_1", "choice", "annotator"]
    rows = [row(number, choice=0) | {"annotator": name} for name, number in names]
    file = "\n".join([",".join(columns), *(",".join(str(one[name]) for name in columns) for one in rows)])
    bring_csv(any_studio, project, file)
    ann, bob = (one for one in rows_of(any_studio, Person) if one.kind == PersonKind.IMPORTED)
    merge(any_studio, PersonView.of(ann), PersonView.of(bob))
    assert [person for _, person, _ in standing(any_studio)] == [ann.id, ann.id]
    before = everything(any_studio)
    again = bring_csv(any_studio, project, file)
    assert (again.counts.choices, again.counts.contradictions) == (0, 0)
    assert everything(any_studio)["judgment"] == before["judgment"]
    assert_counts_hold(any_studio)


def bring_csv(studio, project, text: str):
    return bring(studio, get(studio, project.id), source_of_bytes("votes.csv", text.encode()))


def get(studio, project_id: int):
    with studio.db.read() as session:
        return get_project(session, project_id)


def test_verdicts_count_once(any_studio, tabs, twin):
    """And whoever has looked at whose answers are whose under either name has looked."""
    project = new_project(any_studio)
    review = prepared(any_studio, project, 2)
    with any_studio.db.write() as session:
        tabs, twin = (change_role(session, SYSTEM, one.id or 0, Role.REVIEWER) for one in (tabs, twin))
    (both, _) = judge(any_studio, review, twin, "second", "second")
    save_verdict(any_studio, tabs, review, answer(both["item"], token(review, tabs, both["item"], "first")))
    with any_studio.db.write() as session:
        session.add_all([OpenLook(review_id=review.id, person_id=one.id) for one in (tabs, twin)])
    merge(any_studio, tabs, twin)
    stand = [one for one in rows_of(any_studio, Verdict) if one.withdrawn_by is None]
    assert {(one.outcome.value, one.person_id) for one in stand} == {("first", tabs.id), ("second", tabs.id)}
    counts = {(one.first_won, one.second_won) for one in rows_of(any_studio, Comparison)}
    assert counts == {(1, 0), (0, 1)}
    assert [one.given for one in rows_of(any_studio, ReviewItem)] == [1, 1]
    assert [one.person_id for one in rows_of(any_studio, OpenLook)] == [tabs.id]


def test_rewards_are_the_kept_ones(any_studio, tabs, twin):
    """What one made under either name."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 2, choice=0)
    with any_studio.db.write() as session:
        change_role(session, SYSTEM, twin.id or 0, Role.ENGINEER)
    kept(any_studio, frozen(any_studio, project), actor=twin)
    merge(any_studio, tabs, twin)
    assert [one.created_by for one in rows_of(any_studio, Reward)] == [tabs.id]


def test_the_other_name_leads_to_the_kept_one(any_studio, tabs, twin):
    """A browser that remembers the other is the kept one from now on, also after a second merge."""
    third = stored(any_studio, "TABS", PersonKind.HUMAN)
    merge(any_studio, tabs, twin)
    merge(any_studio, third, tabs)
    with any_studio.db.read() as session:
        assert find_person(session, twin.id or 0) == find_person(session, tabs.id or 0) == third
        assert list_people(session) == [third]


def test_the_audit_log_stays_as_it_was_written(any_studio, tabs, twin):
    """It says who merged whom, and what was done under the other name before."""
    with any_studio.db.write() as session:
        change_role(session, SYSTEM, twin.id or 0, Role.ENGINEER)
        permit(session, twin, Action.SET_PRICES, "s")
    merge(any_studio, tabs, twin)
    last = rows_of(any_studio, AuditEntry)[-1]
    assert (last.subject, last.details) == ("person Tabs", {"merged": "tabs"})
    assert "set prices" in {one.action for one in rows_of(any_studio, AuditEntry) if one.person_id == twin.id}


def test_who_looks_alike_is_proposed(any_studio, tabs, twin):
    """The one who came first is the one to keep."""
    new_person(any_studio, name="Ben")
    with any_studio.db.read() as session:
        assert look_alike(people_to_merge(session)) == [(tabs, twin)]


def test_what_cannot_be_one_person_is_refused(any_studio, tabs, twin):
    """In a sentence, and nothing is changed."""
    imported = stored(any_studio, "Tabs (imported)", PersonKind.IMPORTED)
    merged = stored(any_studio, "TABS", PersonKind.HUMAN)
    merge(any_studio, tabs, merged)
    before = everything(any_studio)
    for other, sentence in (
        (tabs, "is one person already"),
        (imported, "annotators that came with a file stand apart"),
        (merged, "has been merged into somebody else already"),
    ):
        with pytest.raises(Conflict, match=sentence):
            merge(any_studio, tabs, other)
    with pytest.raises(NotAllowed, match="manage people"):
        merge(any_studio, tabs, twin, actor=tabs)
    assert everything(any_studio) == before
