"""Draws: even between the sides, apart for pairs and people, and the same at every reload."""

from hypothesis import given
from hypothesis import strategies as st

from core.labelling.hashing import content_hash, draw, left_candidate, shuffle_key

KNOWN_LEFT = [0, 0, 1, 1, 1, 1, 1, 1]
KNOWN_HASH = "7a004b46942fba729db94f696a92721f"
KNOWN_SHUFFLE = 4_497_712_378_134_005_659


def test_known_draws():
    """Stored answers and orders rest on these numbers: another version must draw the same."""
    assert [left_candidate(7, pair, 1) for pair in range(1, 9)] == KNOWN_LEFT
    assert content_hash("post", "zero", "one") == KNOWN_HASH
    assert shuffle_key(7, KNOWN_HASH) == KNOWN_SHUFFLE


def test_either_candidate_stands_left_half_of_the_time():
    """100 people, 100 pairs: Binomial(10,000, ½) has a deviation of 50, so ± 250 (5 of them) holds."""
    lefts = [left_candidate(0, pair, person) for pair in range(100) for person in range(100)]
    assert abs(sum(lefts) - 5000) < 250


def test_no_person_and_no_pair_has_a_favourite_side():
    """100 people on 400 pairs, and 100 pairs for 400 people: each time 200 ± 5·10 stand left."""
    for one in range(100):
        by_person = sum(left_candidate(3, pair, one) for pair in range(400))
        by_pair = sum(left_candidate(3, one, person) for person in range(400))
        assert abs(by_person - 200) < 50
        assert abs(by_pair - 200) < 50


def test_two_people_see_a_pair_alike_half_of_the_time():
    """Sides are drawn anew for each person: 1,000 ± 5·√500 (112) of 2,000 pairs agree."""
    alike = sum(left_candidate(0, pair, 1) == left_candidate(0, pair, 2) for pair in range(2000))
    assert abs(alike - 1000) < 112


def test_parts_do_not_run_together():
    """1 and 23 are not 12 and 3."""
    assert draw("x", 1, 23, bits=62) != draw("x", 12, 3, bits=62)
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash("a", "b") != content_hash("b", "a")


@given(st.integers(), st.text())
def test_a_place_in_the_queue_fits_its_column(seed, fingerprint):
    """A signed 64-bit number on every database."""
    assert 0 <= shuffle_key(seed, fingerprint) < 2**62


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_equal_texts_and_only_those_have_one_fingerprint(left, right):
    """Nothing is trimmed, folded or normalised."""
    assert (content_hash(*left) == content_hash(*right)) is (left == right)
