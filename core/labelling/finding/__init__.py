"""Finding pairs: what a list of them is narrowed to, in which order it stands, and its pages."""

from core.labelling.finding.listing import MOST_COUNTED, PAGE, count_pairs, list_pairs, pair_numbers
from core.labelling.finding.offered import Offered, offered_values, people_who_judged
from core.labelling.finding.search import having_words, keep_searchable, learn_all, waiting_for_search
from core.labelling.finding.views import LARGEST, FoundPair, PairPage, Place
from core.labelling.finding.wanted import PairFilter, PairSort, PairState

__all__ = [
    "LARGEST",
    "MOST_COUNTED",
    "PAGE",
    "FoundPair",
    "Offered",
    "PairFilter",
    "PairPage",
    "PairSort",
    "PairState",
    "Place",
    "count_pairs",
    "having_words",
    "keep_searchable",
    "learn_all",
    "list_pairs",
    "offered_values",
    "pair_numbers",
    "people_who_judged",
    "waiting_for_search",
]
