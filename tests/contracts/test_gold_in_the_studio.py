"""Gold pairs that are written, listed, explained and retired in the studio; and who qualified on them."""

import pytest

from core.datasets.importing import NewGold, write_gold
from core.errors import Conflict, InvalidInput
from core.labelling import Choices, LabellingProtocol, Outcome, Pair, Pool, ProjectSettings, ProjectView
from core.labelling.acts import bring_back, leave_out
from core.labelling.adjudication import list_gold, set_gold_reason
from core.labelling.projects import try_again
from core.labelling.reports import qualification_answers, qualification_results
from tests.contracts.test_queue_special_pairs import qualify, qualifying
from tests.core.builders import add_pairs, answer, assert_counts_hold, new_project, queue, rows_of, save

GOOD = NewGold("A post", "Kept short", "Made up", Outcome.CANDIDATE_0, "The second one invents a name.")


def write(studio, actor, project, new: NewGold) -> None:
    with studio.db.write() as session:
        write_gold(session, actor, project, new)


def listed(studio, project):
    with studio.db.read() as session:
        return list_gold(session, project)


def test_a_written_pair_is_gold_and_given_out(any_studio, ada, lea):
    """It stands in no queue, is no part of the progress, and the answers on it are counted by right ones."""
    project = new_project(any_studio, qualification_pairs=1, choices="with tie")
    write(any_studio, lea, project, GOOD)
    (gold,) = listed(any_studio, project)
    assert (gold.right, gold.reason, gold.answered, gold.share) == (GOOD.right, GOOD.reason, 0, None)
    (shown,) = queue(any_studio, project, ada)
    assert save(any_studio, ada, project, answer(shown.id, "tie")).feedback.note == GOOD.reason
    (gold,) = listed(any_studio, project)
    assert (gold.answered, gold.right_answers) == (1, 0)
    assert_counts_hold(any_studio)


def test_the_same_texts_again_are_refused(any_studio, ada, lea):
    """Once they are gold, or answered; a pair that nobody has answered becomes gold."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 2)
    free, judged = (next(one for one in rows_of(any_studio, Pair) if one.id == number) for number in numbers)
    save(any_studio, ada, project, answer(judged.id))
    texts = [(one.input_text, one.candidate_0, one.candidate_1) for one in (free, judged)]
    write(any_studio, lea, project, NewGold(*texts[0], Outcome.CANDIDATE_1, "Longer."))
    assert [one.id for one in listed(any_studio, project)] == [free.id]
    with pytest.raises(Conflict, match="are a gold pair of this project already"):
        write(any_studio, lea, project, NewGold(*texts[0], Outcome.CANDIDATE_1, "Longer."))
    with pytest.raises(Conflict, match="people have answered already"):
        write(any_studio, lea, project, NewGold(*texts[1], Outcome.CANDIDATE_1, "Longer."))
    assert_counts_hold(any_studio)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewGold(" ", "a", "b", Outcome.CANDIDATE_0, "w"), "The prompt is empty"),
        (NewGold("p", "a", "b", Outcome.CANDIDATE_0, ""), "The reason is empty"),
        (NewGold("p", "a", " a ", Outcome.CANDIDATE_0, "w"), "Both answers are the same text"),
        (NewGold("p", "a", "b", Outcome.BOTH_BAD, "w"), "does not offer it"),
        (NewGold("p", "a", "b", Outcome.SKIP, "w"), "cannot be the right answer"),
        (NewGold("p", "a", "b", Outcome.TIE, "w" * 2001), "it may have 2,000"),
    ],
)
def test_what_cannot_be_gold_is_refused(new, why):
    """With the field that is wrong."""
    settings = ProjectSettings("Any", protocol=LabellingProtocol(choices=Choices.WITH_TIE))
    with pytest.raises(InvalidInput, match=why):
        new.check(ProjectView.to_be(settings))


def test_a_gold_tie_counts_its_ties(any_studio, ada, ben, lea):
    """A pair's own counts know candidates only; ties and both-bads are told apart."""
    project = new_project(any_studio, qualification_pairs=1, choices="with tie and both bad")
    write(any_studio, lea, project, NewGold("p", "a", "b", Outcome.TIE, "Equal."))
    for person, said in ((ada, "tie"), (ben, "both_bad")):
        (shown,) = queue(any_studio, project, person)
        save(any_studio, person, project, answer(shown.id, said))
    (gold,) = listed(any_studio, project)
    assert (gold.answered, gold.right_answers) == (2, 1)


def test_a_reason_is_rewritten_and_a_pair_retired(any_studio, ada, lea):
    """A retired one is given to nobody until it is used again; of no gold pair there is no reason."""
    project = new_project(any_studio, qualification_pairs=1)
    (other,) = add_pairs(any_studio, project, 1)
    write(any_studio, lea, project, GOOD)
    (gold,) = listed(any_studio, project)
    with any_studio.db.write() as session:
        set_gold_reason(session, lea, project, gold.id, " Better said. ")
        leave_out(session, lea, project, [gold.id], "Known by now.")
    (now,) = listed(any_studio, project)
    assert (now.reason, now.retired) == ("Better said.", "Known by now.")
    assert queue(any_studio, project, ada) == []
    with any_studio.db.write() as session:
        bring_back(session, lea, project, [gold.id])
    assert [one.id for one in queue(any_studio, project, ada)] == [gold.id]
    with pytest.raises(InvalidInput, match="is no gold pair"), any_studio.db.write() as session:
        set_gold_reason(session, lea, project, other, "Why.")
    assert_counts_hold(any_studio)


def test_the_list_goes_on_behind_a_place(any_studio, lea):
    """In the order in which gold pairs are asked."""
    project = new_project(any_studio)
    for number in range(5):
        write(any_studio, lea, project, NewGold(f"p{number}", "a", "b", Outcome.CANDIDATE_0, "w"))
    keys = {one.id: one.shuffle_key for one in rows_of(any_studio, Pair) if one.pool == Pool.GOLD}
    with any_studio.db.read() as session:
        first = list_gold(session, project, most=3)
        rest = list_gold(session, project, after=first[-1].place, most=3)
    assert [one.id for one in (*first, *rest)] == sorted(keys, key=keys.__getitem__)


def test_a_lead_sees_how_each_qualified(any_studio, ada, ben, lea):
    """Two tries of Ada, of which the first stands no more; Ben has not begun."""
    project = qualifying(any_studio)
    qualify(any_studio, project, ada, "candidate_0", "skip", "tie", "candidate_0")
    with any_studio.db.write() as session:
        try_again(session, lea, project, ada.id)
    qualify(any_studio, project, ada, "candidate_0")
    with any_studio.db.read() as session:
        (line,) = qualification_results(session, project)
        answers = qualification_answers(session, project, ada.id)
        assert qualification_answers(session, project, ben.id) == []
    assert (line.name, line.right, line.answered, line.tries) == ("Ada", 1, 1, 2)
    assert [one.stands for one in answers] == [True, False, False, False, False]
    assert [one.right for one in answers] == [True, True, False, False, True]
