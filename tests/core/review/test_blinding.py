"""Reviews are blind: sides are drawn fairly and stay, tokens tell nothing."""

import hmac
from hashlib import sha256

import pytest

from core.errors import InvalidInput
from core.review.blinding import blind_token, left_side, side_of


def left_is_first(comparison, person, secret):
    return left_side(comparison, person, secret) == "first"


SECRET = bytes(range(32))
KEYS = [f"comparison {number}" for number in range(400)]
PEOPLE = [f"person {number}" for number in range(25)]


def test_sides_are_about_half_and_half():
    """10,000 fair draws: 5,000 ± 4 standard deviations of √(10,000 · ¼) = 50, so 4,800 to 5,200."""
    drawn = [left_is_first(key, person, SECRET) for key in KEYS for person in PEOPLE]
    assert 4_800 <= sum(drawn) <= 5_200


@pytest.mark.parametrize("vary", ["comparison", "person", "secret"])
def test_sides_are_independent(vary):
    """Two comparisons, people or secrets agree in about half of 400 draws: 200 ± 4·√(400 · ¼) = ± 40."""
    first = [left_is_first(key, "ada", SECRET) for key in KEYS]
    second = {
        "comparison": [left_is_first(f"{key}.", "ada", SECRET) for key in KEYS],
        "person": [left_is_first(key, "bob", SECRET) for key in KEYS],
        "secret": [left_is_first(key, "ada", SECRET[::-1]) for key in KEYS],
    }[vary]
    assert 160 <= sum(one == other for one, other in zip(first, second, strict=True)) <= 240


def test_sides_are_stable_over_releases():
    """Known answer: the first bit of the HMAC of the JSON list; stored verdicts rely on it."""
    digest = hmac.new(SECRET, b'["side", "c1", "ada"]', sha256).digest()
    assert left_is_first("c1", "ada", SECRET) == (digest[0] < 128)


def test_a_token_names_its_side():
    for side in ("first", "second"):
        assert side_of(blind_token("c1", "ada", side, SECRET), "c1", "ada", SECRET) == side


def test_a_token_is_a_known_hmac():
    """RFC 2104 with SHA-256 over the JSON list of its parts, as the first tokens were spelt."""
    expected = hmac.new(SECRET, b'["token", "c1", "ada", "base"]', sha256).hexdigest()
    assert blind_token("c1", "ada", "first", SECRET) == expected


def test_tokens_differ_by_comparison_person_side_and_secret():
    """So none can be carried over or recognised."""
    made = [
        blind_token("c1", "ada", "first", SECRET),
        blind_token("c1", "ada", "second", SECRET),
        blind_token("c1", "bob", "first", SECRET),
        blind_token("c2", "ada", "first", SECRET),
        blind_token("c1", "ada", "first", SECRET[::-1]),
        blind_token("c1a", "da", "first", SECRET),
        blind_token('c1", "ada', "", "first", SECRET),  # no parts can run into each other
    ]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    "token", ["", "first", "0" * 64, "ü", "\ud800", blind_token("c1", "bob", "first", SECRET)]
)
def test_a_foreign_token_is_refused(token):
    """Forged, garbled or another person's."""
    with pytest.raises(InvalidInput, match="does not belong to this comparison; reload"):
        side_of(token, "c1", "ada", SECRET)


def test_a_short_secret_is_refused():
    """And its bytes are not in the message."""
    with pytest.raises(InvalidInput, match="has 3 bytes; it must have at least 16") as caught:
        blind_token("c1", "ada", "first", b"abc")
    assert "abc" not in str(caught.value)
