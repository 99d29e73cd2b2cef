"""Finding pairs: what a list of them is narrowed to, and in which order it stands."""

from core.labelling.finding.wanted import PairFilter, PairSort, PairState

__all__ = ["PairFilter", "PairSort", "PairState"]
