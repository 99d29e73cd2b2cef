"""Whatever three people do in whatever order, the counts that are kept are those of the rows."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.labelling import Judgment, Lease, Order, Outcome, Pair
from core.labelling.progress import project_progress
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    change,
    expire,
    new_person,
    new_project,
    queue,
    row,
    rows_of,
    save,
    take,
    undo,
)
from tests.loop_helpers import open_scratch

PAIRS = 4
WHO = st.integers(0, 2)
WHICH = st.integers(0, PAIRS - 1)
OUTCOMES = st.sampled_from(["candidate_0", "candidate_1", "tie", "skip"])
# On either side of midnight in UTC, and one with another zone.
MOMENTS = st.sampled_from(["2026-03-01T23:59:59Z", "2026-03-02T00:00:01Z", "2026-03-01T12:00:00-08:00"])
TIMES = st.one_of(st.none(), st.integers(0, 60_000))


class Labelling(RuleBasedStateMachine):
    """Three people, four pairs, and a model of who has which standing answer."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.opened = ExitStack()
        self.studio = self.opened.enter_context(open_scratch(Path(self.folder.name)))
        self.people = [new_person(self.studio, name=name) for name in ("Ada", "Ben", "Cleo")]
        self.project = new_project(self.studio, judgments_per_pair=2)
        self.pairs = add_pairs(self.studio, self.project, PAIRS)
        self.standing: dict[tuple[int, int], dict] = {}
        self.undone: list[tuple[int, dict]] = []
        self.sent: list[list[dict]] = [[], [], []]
        self.imported: set[int] = set()

    def teardown(self) -> None:
        """Give the folder back."""
        self.opened.close()
        self.folder.cleanup()

    def send(self, who: int, *batch: dict) -> list[bool]:
        """Save a batch; whether each was acknowledged."""
        saved = save(self.studio, self.people[who], self.project, *batch)
        self.sent[who].extend(batch)
        assert {*saved.acknowledged} | {one.id for one in saved.refused} == {one["id"] for one in batch}
        return [one["id"] in saved.acknowledged for one in batch]

    @rule(who=WHO, which=WHICH, outcome=OUTCOMES, moment=MOMENTS, active_ms=TIMES)
    def judge(self, who, which, outcome, moment, active_ms):
        """An answer is taken unless there is a standing one."""
        given = answer(self.pairs[which], outcome, answered_at=moment, active_ms=active_ms)
        taken = (who, which) not in self.standing
        assert self.send(who, given) == [taken]
        if taken:
            self.standing[who, which] = given

    @precondition(lambda self: self.standing)
    @rule(data=st.data())
    def take_back(self, data):
        """Any standing answer can be undone, not only the last."""
        who, which = data.draw(st.sampled_from(sorted(self.standing)))
        given = self.standing.pop((who, which))
        assert self.send(who, undo(given)) == [True]
        self.undone.append((who, given))

    @precondition(lambda self: self.standing)
    @rule(data=st.data(), outcome=OUTCOMES)
    def change_mind(self, data, outcome):
        """An undo and the new answer come in one batch."""
        who, which = data.draw(st.sampled_from(sorted(self.standing)))
        old, new = self.standing[who, which], answer(self.pairs[which], outcome, active_ms=700)
        assert self.send(who, undo(old), new) == [True, True]
        self.standing[who, which] = new

    @precondition(lambda self: self.undone)
    @rule(data=st.data())
    def take_back_again(self, data):
        """What has been undone cannot be undone."""
        who, given = data.draw(st.sampled_from(self.undone))
        assert self.send(who, undo(given)) == [False]

    @precondition(lambda self: self.standing)
    @rule(data=st.data(), other=WHO)
    def take_back_anothers(self, data, other):
        """Nor can what somebody else said."""
        who, which = data.draw(st.sampled_from(sorted(self.standing)))
        if who != other:
            assert self.send(other, undo(self.standing[who, which])) == [False]

    @rule(who=WHO)
    def send_all_again(self, who):
        """A browser that heard no acknowledgement sends everything; nothing of what was saved is new."""
        ids = {judgment.id for judgment in rows_of(self.studio, Judgment)}
        batch = [given for given in self.sent[who] if given["id"] in ids]
        saved = save(self.studio, self.people[who], self.project, *batch)
        assert (saved.fresh, saved.refused) == (0, ())

    @rule(which=WHICH, choice=st.integers(0, 1))
    def import_a_choice(self, which, choice):
        """A file may bring a choice for a pair that people work on; the first import of it stays."""
        taken = take(self.studio, self.project, row(which, choice=choice)).counts
        assert (taken.rows, taken.choices) == (0, which not in self.imported)
        self.imported.add(which)

    @rule(needed=st.integers(1, 4), order=st.sampled_from(Order))
    def want(self, needed, order):
        """The lead changes how many judgments a pair needs and which come first."""
        self.project = change(self.studio, self.project, judgments_per_pair=needed, order=order)

    @rule(who=WHO, ahead=st.integers(1, PAIRS))
    def deal(self, who, ahead):
        """Nobody is given what has the own answer, nor more people a pair than it needs."""
        before = {(one.pair_id, one.person_id) for one in rows_of(self.studio, Lease)}
        person = self.people[who]
        shown = [pair.id for pair in queue(self.studio, self.project, person, limit=ahead)]
        mine = {self.pairs[which] for which in range(PAIRS) if (who, which) in self.standing}
        assert not mine & set(shown)
        rows = {pair.id: pair for pair in rows_of(self.studio, Pair)}
        for pair in shown:
            taken = rows[pair].judgment_count + rows[pair].leases
            assert taken <= self.project.judgments_per_pair or (pair, person.id) in before

    @rule(who=WHO)
    def go_home(self, who):
        """Somebody's leases run out."""
        expire(self.studio, self.people[who])

    @invariant()
    def the_counts_are_those_of_the_rows(self):
        """Pair, Coverage and Tally against a recount."""
        assert_counts_hold(self.studio)

    @invariant()
    def the_rows_are_those_of_the_model(self):
        """Nothing is lost, nothing is there twice."""
        standing = {
            (judgment.person_id, judgment.pair_id): judgment.outcome.value
            for judgment in rows_of(self.studio, Judgment)
            if judgment.withdrawn_by is None and judgment.outcome != Outcome.UNDO
        }
        people = {person.id for person in self.people}
        assert {key: outcome for key, outcome in standing.items() if key[0] in people} == {
            (self.people[who].id, self.pairs[which]): given["outcome"]
            for (who, which), given in self.standing.items()
        }

    @invariant()
    def nobody_holds_what_has_their_answer(self):
        """An assignment has only what is still to be done there."""
        held = {(one.person_id, one.pair_id) for one in rows_of(self.studio, Lease)}
        answered = {(self.people[who].id, self.pairs[which]) for who, which in self.standing}
        assert not held & answered

    @invariant()
    def the_progress_is_that_of_the_pairs(self):
        """Complete is what has as many judgments as are needed."""
        counts = [pair.judgment_count for pair in rows_of(self.studio, Pair)]
        with self.studio.db.read() as session:
            progress = project_progress(session, self.project)
        assert progress.complete == sum(count >= self.project.judgments_per_pair for count in counts)
        assert (progress.pairs, progress.judgments) == (PAIRS, sum(counts))


TestLabelling = Labelling.TestCase
TestLabelling.settings = settings(
    max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
