"""The data card, which is made of the set rather than of its rows."""

from core.datasets.exports.export import CHOSEN_ONLY, Export

EXPORT = Export(
    name="card",
    title="Data card",
    suffix=".README.md",
    purpose="For people: what the set is, how it was made and what to beware of, as a README for a data hub.",
    holds="the data card",
    ties_and_skips=CHOSEN_ONLY + "The card says how many a coin decided.",
    media_type="text/markdown",
    leaves_out=(),
    metadata=None,
)
