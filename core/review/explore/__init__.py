"""Looking at the items of a review: what their answers say and copy, word by word."""

from core.review.explore.copied import Copied, Measures, Parts, copied, measure, parts_of
from core.review.explore.words import Span, apart, count_words, cut_at, together, words_in

__all__ = [
    "Copied",
    "Measures",
    "Parts",
    "Span",
    "apart",
    "copied",
    "count_words",
    "cut_at",
    "measure",
    "parts_of",
    "together",
    "words_in",
]
