"""The sample a first start opens with is believable, fit for all stages of the loop, and loaded once."""

import json
from collections import Counter
from importlib.resources import files
from itertools import combinations

import pytest

from core.access import SYSTEM, Person, PersonKind, list_people
from core.datasets import DatasetKind, Prompt
from core.datasets.delivery import read_dataset
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, freeze
from core.demo.sample import load_sample
from core.labelling import Judgment, Outcome, Pair
from core.labelling.consensus import TiePolicy
from core.labelling.hashing import left_candidate
from core.labelling.progress import project_progress, work_by_day
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import assert_counts_hold, everything, new_person, queue, rows_of


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A studio with the sample, and the sample's project; the tests only look."""
    studio = open_studio(load_settings(home=tmp_path_factory.mktemp("sample"), store=""))
    yield studio, load_sample(studio.db)
    studio.close()


def words(text: str) -> int:
    """Words of a text, parted by blanks."""
    return len(text.split())


def judged(studio) -> dict[int, list[Judgment]]:
    """The judgments of each pair that has any."""
    by_pair: dict[int, list[Judgment]] = {}
    for judgment in rows_of(studio, Judgment):
        by_pair.setdefault(judgment.pair_id, []).append(judgment)
    return by_pair


def test_there_are_enough_pairs(sample):
    """At least sixty, on different posts."""
    pairs = rows_of(sample[0], Pair)
    assert len(pairs) >= 60
    assert len({pair.input_text for pair in pairs}) == len(pairs)


def test_posts_are_posts_and_summaries_are_summaries(sample):
    """A post has 80 to 250 words; most candidates keep to the 50 that the instruction allows."""
    for pair in rows_of(sample[0], Pair):
        assert 80 <= words(pair.input_text) <= 250, pair.input_text[:60]
        for candidate in (pair.candidate_0, pair.candidate_1):
            assert 3 <= words(candidate) < 80, candidate
        assert pair.candidate_0 != pair.candidate_1
        assert None not in {pair.source_0, pair.source_1}
    lengths = [
        words(text) for pair in rows_of(sample[0], Pair) for text in (pair.candidate_0, pair.candidate_1)
    ]
    assert sum(length < 50 for length in lengths) >= 0.75 * len(lengths)


def test_two_thirds_of_the_pairs_are_judged_by_three(sample):
    """The rest is left for the person who has just arrived."""
    studio, _ = sample
    counts = Counter(len(judgments) for judgments in judged(studio).values())
    pairs = len(rows_of(studio, Pair))
    assert set(counts) == {3}
    assert counts[3] == pytest.approx(2 / 3 * pairs, abs=1)


def test_there_is_something_to_do_for_a_newcomer(sample, tmp_path):
    """A third of the pairs wait without any judgment."""
    studio, project = sample
    newcomer = new_person(studio, name="Newcomer")
    waiting = len(rows_of(studio, Pair)) - len(judged(studio))
    assert waiting >= 20
    assert len(queue(studio, project, newcomer)) >= waiting


def test_the_annotators_disagree_believably(sample):
    """Labellers of summaries agree on 72 to 77 of 100 pairs (FACTS: Stiennon 2020); here 60 to 85."""
    agree = Counter(
        one.outcome == other.outcome
        for judgments in judged(sample[0]).values()
        for one, other in combinations(judgments, 2)
        if one.outcome.counts and other.outcome.counts
    )
    assert 0.6 <= agree[True] / agree.total() <= 0.85


def test_no_two_annotators_are_copies(sample):
    """Each pair of people agrees on most pairs and differs on some."""
    agree: dict[tuple[int, ...], Counter[bool]] = {}
    for judgments in judged(sample[0]).values():
        for one, other in combinations(sorted(judgments, key=lambda judgment: judgment.person_id), 2):
            key = (one.person_id, other.person_id)
            agree.setdefault(key, Counter())[one.outcome == other.outcome] += 1
    assert len(agree) == 3
    assert all(0.5 <= count[True] / count.total() <= 0.95 for count in agree.values())


def test_all_kinds_of_answers_occur(sample):
    """Both candidates in fair shares, ties, and all confidences; no undo."""
    judgments = rows_of(sample[0], Judgment)
    outcomes = Counter(judgment.outcome for judgment in judgments)
    zero, one = outcomes[Outcome.CANDIDATE_0], outcomes[Outcome.CANDIDATE_1]
    assert 0.35 <= zero / (zero + one) <= 0.65
    assert 0 < outcomes[Outcome.TIE] < 0.2 * len(judgments)
    assert outcomes[Outcome.UNDO] == 0
    assert {judgment.confidence for judgment in judgments} >= {1, 2, 3}


def test_the_sides_are_those_that_would_have_been_shown(sample):
    """As for any judgment given in the studio."""
    studio, project = sample
    for judgment in rows_of(studio, Judgment):
        assert judgment.left == left_candidate(project.seed, judgment.pair_id, judgment.person_id)
        assert judgment.shown_at < judgment.answered_at


def test_the_counts_hold(sample):
    """Of the pairs, the project and the people, as if the answers had come from a browser."""
    studio, project = sample
    assert_counts_hold(studio)
    with studio.db.read() as session:
        progress = project_progress(session, project)
        work = work_by_day(session, project)
    judgments = sum(judgment.outcome.counts for judgment in rows_of(studio, Judgment))
    assert progress.judgments == sum(one.judged for one in work) == judgments


def test_twenty_posts_to_evaluate_on(sample):
    """None of them, nor a near copy, is a post that is tuned on."""
    studio, _ = sample
    prompts = rows_of(studio, Prompt)
    evaluation = [one.input_text for one in prompts if one.purpose == DatasetKind.EVALUATION]
    assert len(evaluation) == len(set(evaluation)) == 20
    pairs = rows_of(studio, Pair)
    others = {pair.input_text for pair in pairs}
    assert {one.input_text for one in prompts if one.purpose == DatasetKind.PROMPT} == others
    everything_else = [
        text for pair in pairs for text in (pair.input_text, pair.candidate_0, pair.candidate_1)
    ]
    for post in evaluation:
        assert 80 <= words(post) <= 250
        assert max(overlap(post, other) for other in everything_else) < 0.1, post[:60]


def overlap(text: str, other: str) -> float:
    """Share of a text's runs of five words that stand in another text too."""
    runs = [
        set(zip(*(one.lower().split()[start:] for start in range(5)), strict=False)) for one in (text, other)
    ]
    return len(runs[0] & runs[1]) / len(runs[0])


def test_the_people_of_the_sample_have_no_sign_in(sample):
    """They judged, and are gone."""
    studio, _ = sample
    people = [person for person in rows_of(studio, Person) if person.kind == PersonKind.SAMPLE]
    assert len(people) == 3
    assert all(person.name.endswith(" (sample)") for person in people)
    with studio.db.read() as session:
        assert not {person.id for person in people} & {person.id for person in list_people(session)}


def test_the_sample_freezes_into_sets_of_every_kind(sample):
    """What the next stage needs is there at once."""
    studio, project = sample
    recipes = [
        PreferenceRecipe(minimum_judgments=3, ties=TiePolicy.DROP),
        PromptRecipe(),
        PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION),
    ]
    sets = [freeze(studio.db, studio.store, SYSTEM, project, recipe) for recipe in recipes]
    assert sets[0].rows >= 30
    assert sets[1].rows == len(rows_of(studio, Pair))
    assert sets[2].rows == 20
    assert all(json.loads(line) for line in read_dataset(sets[0]).splitlines())


def test_every_file_of_the_sample_is_plain_text():
    """Nothing that cannot be seen, and no mark of another's data set."""
    folder = files("core.demo") / "sample"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".jsonl"))
    assert names == ["evaluation.jsonl", "pairs_1.jsonl", "pairs_2.jsonl"]
    for name in names:
        text = (folder / name).read_text(encoding="utf-8")
        assert all(line.isprintable() for line in text.split("\n"))
        assert "TL;DR" not in text
        assert "reddit" not in text.lower()


def test_loading_twice_does_nothing(studio):
    """The second time there is a project, so the database is left as it is."""
    project = load_sample(studio.db)
    assert project is not None
    assert project.is_sample
    before = everything(studio)
    assert load_sample(studio.db) is None
    assert everything(studio) == before


def test_a_studio_with_a_project_gets_no_sample(studio, project):
    """Nobody's own work is mixed with it."""
    before = everything(studio)
    assert load_sample(studio.db) is None
    assert everything(studio) == before


def test_two_studios_have_the_same_sample(tmp_path, sample):
    """The same ids, texts and answers, so that what is written about it holds for all."""
    other = open_studio(load_settings(home=tmp_path / "other", store=""))
    load_sample(other.db)
    for table, columns in (
        (Pair, ("id", "content_hash", "shuffle_key")),
        (Judgment, ("id", "outcome", "left")),
    ):
        first, second = (
            [tuple(getattr(one, column) for column in columns) for one in rows_of(studio, table)]
            for studio in (sample[0], other)
        )
        assert first == second
    other.close()
