"""The statistics of a review: arithmetic on columns of verdicts, without a database."""

from core.review.statistics.votes import EVEN, Estimate, Votes, codes

__all__ = ["EVEN", "Estimate", "Votes", "codes"]
