"""What a tag tells by itself: whether it is of held-out rows, and what it may mean if no table has it."""

import re

from core.curves.tags.meaning import Known, Meaning

HELD_OUT = {"eval", "val", "valid", "validation", "test", "dev", "heldout", "held_out", "held-out"}
_PREFIX = re.compile(r"(train|training|eval|val|valid|validation|test|dev)(-[^/]+)?/|(eval|val|test)_")

_START, _END = r"(?:^|[/_.\-])", r"(?:[/_.\-](?:mean|avg|average))?$"

_OTHER_STATISTICS = re.compile(
    r"(?:std|var|min|max|median|p\d+|coeff?|coefficient|weight|target|count|threshold|scale|error|time|seconds)$"
)
"""Of what the tag names, or of how it is used: no curve to be read for the thing itself."""

_PATTERNS: tuple[tuple[str, Known], ...] = (
    (rf"{_START}(?:lr|learning_rate)(?:/(?:current|\d+|group_?\d+))?$|^lr-", Known(Meaning.LEARNING_RATE)),
    (rf"(?:approx|ppo|old|update|policy|vllm|rollout)_?kl{_END}", Known(Meaning.STEP_KL, "nats")),
    (rf"{_START}kl(?:_(?:div|divergence|loss|ref))?{_END}", Known(Meaning.KL, "nats")),
    (rf"(?:mean|ref|reference)_kl(?:_(?:div|divergence))?{_END}", Known(Meaning.KL, "nats")),
    (rf"{_START}(?:rank|ranking|preference|pairwise|bt)_loss{_END}", Known(Meaning.RANK_LOSS, "nats", -1)),
    (rf"token_(?:acc|accuracy){_END}", Known(Meaning.TOKEN_ACCURACY, "share", 1)),
    (rf"{_START}(?:acc|accuracy|accuracies){_END}", Known(Meaning.ACCURACY, "share", 1)),
    (rf"(?:chosen|rejected)_?(?:rewards?|scores?){_END}", Known(Meaning.PAIR_REWARD)),
    (rf"(?:rewards?|scores?)[/_](?:chosen|rejected){_END}", Known(Meaning.PAIR_REWARD)),
    (rf"{_START}(?:rewards?|scores?)_margins?{_END}", Known(Meaning.MARGIN, "", 1)),
    (rf"{_START}margins?{_END}", Known(Meaning.MARGIN, "", 1)),
    (rf"{_START}rewards?{_END}", Known(Meaning.REWARD, "", 1)),
    (rf"{_START}(?:episode|episodic)_returns?{_END}", Known(Meaning.REWARD, "", 1)),
    (rf"{_START}entropy{_END}", Known(Meaning.ENTROPY, "nats")),
    (rf"(?:response|completion|generation|answer)s?_len(?:gth)?s?{_END}", Known(Meaning.LENGTH)),
    (rf"clip_?frac(?:tion)?{_END}", Known(Meaning.CLIP_FRACTION, "share")),
    (rf"grad(?:ient)?_norm{_END}", Known(Meaning.GRADIENT)),
    (r"(?:^|/)epochs?$", Known(Meaning.EPOCH, "epochs")),
    (r"(?:samples|examples|episodes|rows)_seen$", Known(Meaning.SAMPLES)),
    (r"(?:consumed|seen|total)_(?:samples|examples|episodes)$", Known(Meaning.SAMPLES)),
    (
        rf"(?:policy|actor|pg|value|critic|vf|aux|entropy|kl|regulari[sz]ation)_loss{_END}",
        Known(Meaning.LOSS),
    ),
    (rf"loss{_END}", Known(Meaning.LOSS, "", -1)),
)
_COMPILED = tuple((re.compile(pattern), known) for pattern, known in _PATTERNS)


def guess(name: str) -> Known | None:
    """What a tag may mean; None where it does not look like anything.

    Args:
        name: The tag without ``train/``, ``eval/`` and the like.
    """
    low = name.lower()
    if _OTHER_STATISTICS.search(low):
        return None
    for pattern, known in _COMPILED:
        if pattern.search(low):
            return Known(known.meaning, known.unit, known.better, guessed=True)
    return None


def plain_name(tag: str) -> str:
    """A tag without the slash that Google's begin with and without ``train/``, ``eval/`` and the like."""
    bare = tag.strip("/")
    return _PREFIX.sub("", bare, count=1) if _PREFIX.match(bare) else bare


def held_out_log(log: str) -> bool:
    """Whether a log's name says that all of it is held out, as ``validation`` does."""
    return log.rpartition("/")[2].lower() in HELD_OUT


def is_held_out(tag: str) -> bool:
    """Whether a tag says that it is of held-out rows."""
    prefix = _PREFIX.match(tag.strip("/"))
    return prefix is not None and (prefix[1] or prefix[3]) in HELD_OUT
