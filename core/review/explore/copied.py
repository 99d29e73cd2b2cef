"""What an answer copies from its prompt: runs of at least three words that stand in both."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.answer_features import post_text
from core.review.words import SHORTEST_RUN, Span, Words, words_in


@dataclass(frozen=True)
class Parts:
    """A prompt whose instruction and ending can be folded away; the three together are the prompt."""

    instruction: str
    body: str
    ending: str


@dataclass(frozen=True)
class Measures:
    """An answer beside its prompt, in numbers.

    Attributes:
        words: How many words the answer has.
        prompt_words: How many the prompt has, without its instruction and ending.
        copied: Which share of the answer's runs of three words stands in the prompt; None if it has no run.
            One minus this is the share of novel trigrams of See, Liu and Manning (2017).
        longest: How many words the longest run has that stands in both; 0 below three.
    """

    words: int
    prompt_words: int
    copied: float | None
    longest: int

    @property
    def compression(self) -> float | None:
        """Words of the answer for each word of the prompt; None for a prompt without words."""
        return self.words / self.prompt_words if self.prompt_words else None


@dataclass(frozen=True)
class Copied:
    """Where the words stand that one answer copies, in the answer and in the prompt, with the figures."""

    answer: list[Span]
    prompt: list[Span]
    measures: Measures


def parts_of(prompt: str, others: Sequence[str] = (), *, between: str = "\n\n\n") -> Parts:
    """What of a prompt is instruction and what is the ending that asks for the answer, "[summary]:".

    Args:
        prompt: The whole of it.
        others: Other prompts of the same file. An instruction stands before all of them: a beginning that
            none of them has is the post's own.
        between: What stands between an instruction and a post.
    """
    before, found, _ = prompt.partition(between)
    begin = before + found
    if not found or (others and not any(other.startswith(begin) for other in others)):
        begin = ""
    rest = prompt[len(begin) :]
    body = post_text(rest)
    ending = rest[len(body) :]
    return Parts(begin, body, ending) if ending.strip() else Parts(begin, rest, "")


def measure(answer: str, body: Words) -> Measures:
    """The figures of an answer beside the words of its prompt's body, without where they stand."""
    ours = words_in(answer)
    return _measures(longest_matches(ours.said, body.said)[0], len(body.said))


def copied(answer: str, body: Words) -> Copied:
    """Where an answer and its prompt say the same, in runs of at least three words.

    Args:
        answer: The text.
        body: The words of the prompt's body (`words_in`, `Parts.body`), read once for all answers to it.
    """
    ours = words_in(answer)
    ends, prompt_ends = longest_matches(ours.said, body.said)
    return Copied(
        answer=ours.marked(_covered(ends)),
        prompt=body.marked(_covered(prompt_ends)),
        measures=_measures(ends, len(body.said)),
    )


def _measures(ends: Sequence[int], prompt_words: int) -> Measures:
    runs = len(ends) - SHORTEST_RUN + 1
    longest = max(ends, default=0)
    return Measures(
        words=len(ends),
        prompt_words=prompt_words,
        copied=sum(length >= SHORTEST_RUN for length in ends) / runs if runs > 0 else None,
        longest=longest if longest >= SHORTEST_RUN else 0,
    )


def longest_matches(first: Sequence[str], second: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each place of either, how many words up to there stand in the other as one run.

    The runs of ``first`` become a suffix automaton (Blumer and others, 1985), through which ``second`` goes
    once, so time and memory grow with the sum of both lengths, however often a text repeats itself.
    """
    automaton = _Automaton(first)
    reached = [0] * len(automaton.longest)
    theirs = []
    state = length = 0
    for word in second:
        while state and word not in automaton.after[state]:
            state = automaton.shorter[state]
            length = automaton.longest[state]
        state = automaton.after[state].get(word, 0)
        length = length + 1 if state else 0
        if length > reached[state]:  # noqa: PLR1730 - max() would take as long as the rest of the loop
            reached[state] = length
        theirs.append(length)
    return automaton.at_each_place(reached), theirs


class _Automaton:
    """All runs of a text: a state stands for those that end at the same places.

    ``after`` leads from a state to the next by a word, ``longest`` is the length of its longest run, and
    ``shorter`` the state of the longest end of its runs that stands elsewhere, too.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.after: list[dict[str, int]] = [{}]
        self.longest = [0]
        self.shorter = [-1]
        self.places: list[int] = []
        last = 0
        for word in words:
            last = self._add(word, last)
            self.places.append(last)

    def at_each_place(self, reached: list[int]) -> list[int]:
        """How long a run up to each place has been met, from the longest met in each state; changes it."""
        order = sorted(range(1, len(reached)), key=self.longest.__getitem__)
        for state in reversed(order):
            ends = self.shorter[state]
            if reached[state] and ends:  # whoever has met a run has met all its ends
                reached[ends] = self.longest[ends]
        for state in order:
            reached[state] = reached[state] or reached[self.shorter[state]]
        return [reached[state] for state in self.places]

    def _new(self, after: dict[str, int], longest: int, shorter: int) -> int:
        self.after.append(after)
        self.longest.append(longest)
        self.shorter.append(shorter)
        return len(self.after) - 1

    def _add(self, word: str, last: int) -> int:
        after, longest, shorter = self.after, self.longest, self.shorter
        new = self._new({}, longest[last] + 1, 0)
        state = last
        while state >= 0 and word not in after[state]:
            after[state][word] = new
            state = shorter[state]
        if state < 0:
            return new
        met = after[state][word]
        if longest[met] > longest[state] + 1:
            met = self._split(word, state, met)
        shorter[new] = met
        return new

    def _split(self, word: str, state: int, met: int) -> int:
        """Part the shorter runs of a state from those that do not end where the new word does."""
        part = self._new(dict(self.after[met]), self.longest[state] + 1, self.shorter[met])
        while state >= 0 and self.after[state].get(word) == met:
            self.after[state][word] = part
            state = self.shorter[state]
        self.shorter[met] = part
        return part


def _covered(ends: Sequence[int]) -> set[int]:
    """The places of runs that are long enough; ``ends`` says how long one is up to each place."""
    found, until = set(), len(ends)
    for place in range(len(ends) - 1, -1, -1):
        if ends[place] >= SHORTEST_RUN:
            until = min(until, place - ends[place] + 1)
        if until <= place:
            found.add(place)
    return found
