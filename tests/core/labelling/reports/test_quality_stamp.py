"""The stamp of the quality report: another one whenever the report would be."""

from core.labelling import Member, MemberState
from core.labelling.reports import quality_stamp
from tests.core.adjudicating import give_back, open_again, rule, say
from tests.core.builders import add_pairs, answer, new_project, save, take, undo


def test_the_stamp_changes_with_the_report(studio, shared, ada, ben, lea):
    """Every answer, undo, return, decision, reopening, import and change of a member makes another one."""

    def stamp():
        with studio.db.read() as session:
            return quality_stamp(session, shared)

    pair, other = add_pairs(studio, shared, 2)
    seen = [stamp()]

    def changed():
        seen.append(stamp())
        assert seen.count(seen[-1]) == 1
        assert stamp() == seen[-1]

    given = answer(pair)
    save(studio, ada, shared, given)
    changed()
    save(studio, ada, shared, undo(given))
    changed()
    again = say(studio, shared, ada, pair, "candidate_1")
    changed()
    give_back(studio, lea, shared, again)
    changed()
    rule(studio, lea, shared, other)
    changed()
    rule(studio, lea, shared, other, make_gold=True)
    changed()
    open_again(studio, lea, shared, other)
    changed()
    take(studio, shared, {"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 1})
    changed()
    with studio.db.write() as session:
        session.get_one(Member, (shared.id, ada.id)).state = MemberState.PAUSED
    changed()


def test_the_stamp_stays_while_nothing_happens_here(studio, shared, ada):
    """Work in another project is none of this one's."""
    elsewhere = new_project(studio, "Elsewhere")
    (pair,) = add_pairs(studio, elsewhere, 1)
    with studio.db.read() as session:
        before = quality_stamp(session, shared)
    say(studio, elsewhere, ada, pair, "candidate_0")
    with studio.db.read() as session:
        assert quality_stamp(session, shared) == before
