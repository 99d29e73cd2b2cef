"""What rows say of chosen and rejected beside these names: scores, ratings, ranks, or that the two tie.

Nobody writes equal scores because one is better: such a row is a tie, whichever answer stands under
``chosen``. Where the scores say the opposite of the names, the names count, and the report says how often.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.choice_values import tie_of, written
from core.datasets.formats.shared.dialogues import as_messages
from core.datasets.formats.shared.names import ANSWERS, BOTH, CHOSEN, REJECTED, plain, sides_of
from core.datasets.formats.shared.scores import finite_number, list_of
from core.datasets.formats.shared.transcripts import speaker
from core.datasets.problems import Fault, shorten
from core.datasets.records import Choice, Remark
from core.labelling import Outcome

SCORES = frozenset({"score", "rating", "reward", "grade", "points", "preferencescore"})
MEANS = ("", "avg", "average", "mean", "overall", "finegrained", "human", "gpt4", "rm", "rewardmodel")
SCORE_WORDS = frozenset(mean + score for mean in MEANS for score in SCORES)
RANK_WORDS = frozenset({"rank", "ranking", "position"})
INSIDE = ("fine-grained_score", "score", "rating", "overall_score", "reward")
"""Scores that an answer which is an object, or the last message of one, may carry itself."""
IN_ANSWERS = frozenset(INSIDE)
LISTS = ("rating", "ratings", "score", "scores", "rewards")
"""Scores of both answers in one field, in the order of another (``order``, ``generations``)."""
WORDS = ("status", "label", "preference", "preferred", "winner", "verdict", "choice", "better")
NAMING = frozenset(("preference", "preferred", "winner", "choice", "better"))
"""Of these, the ones that can name the better answer; the status of a row may be "rejected", too."""
MARKS = ("is_tie", "tie")
TEXTS = ("messages", "text", "content", "response", "answer", "completion", "output", "value")
"""Under which of these an answer that is an object has its text, or its messages."""
TRUE = (True, 1, "true", "True", "TRUE", "1")
MODELS = ("model", "modelname", "modelid", "policy", "generator", "llm", "source")
OF_CHOICE: tuple[str, ...] = (*LISTS, *MARKS, "status", "order", "rationale", "margin")
OF_CHOICE += ("raw_labelling_response", "labelling_model", "labelling_prompt")
"""Fields that say something of the choice, besides scores of the two."""
Models = tuple[str | None, str | None]
Answers = tuple[Any, Any]
"""The chosen one and the rejected one."""


class Scored(NamedTuple):
    """Scores of both answers, and the field of the rejected one's; of ranks the lower is better."""

    field: str
    chosen: float
    rejected: float
    lower_is_better: bool = False

    @property
    def contrary(self) -> bool:
        """Whether they say that the rejected answer is the better one."""
        return self.chosen > self.rejected if self.lower_is_better else self.chosen < self.rejected


class Fields(NamedTuple):
    """Fields of rows that may say which answer is better.

    Attributes:
        words: Those that may say that the two tie.
        pairs: Scores of the chosen and of the rejected answer, and whether they are ranks.
        lists: Those that may hold the scores of both.
        models: Those that say which model wrote the chosen and which the rejected answer.
        of_choice: All that belong to the choice and not to the pair.
    """

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str, bool], ...]
    lists: tuple[str, ...]
    models: Models
    of_choice: tuple[str, ...]


class Said(NamedTuple):
    """What a row says beside its chosen and its rejected answer.

    Attributes:
        choice: The chosen one, 0, or a tie.
        remarks: What of it somebody should look at.
        models: The fields that say which model wrote the chosen and which the rejected answer.
        about: What belongs to the choice and not to the pair: scores of both, their order, why.
    """

    choice: Choice
    remarks: tuple[Remark, ...]
    models: Models
    about: Row


def said_of_chosen(row: Row, both: tuple[str, str] = BOTH) -> Said:
    """What a row says; ``both`` is how it spells chosen and rejected."""
    fields = _fields(tuple(row), both)
    choice, remarks = _choice(row, (row[both[0]], row[both[1]]), fields)
    about = {name: row[name] for name in fields.of_choice if row[name] is not None}
    return Said(choice, remarks, fields.models, about)


def models_of_chosen(names: Sequence[str], both: tuple[str, str]) -> Models:
    """The fields that say which model wrote the chosen and which the rejected answer, if there are any."""
    return _fields(tuple(names), both).models


def _choice(row: Row, answers: Answers, fields: Fields) -> tuple[Choice, tuple[Remark, ...]]:
    word = _tie_in_words(row, fields.words) if fields.words else None
    if word:
        return word, ()
    for name in fields.words:
        if name in NAMING and written(row[name]).lower() == REJECTED:
            reason = "says that the rejected answer is the better one, though the other is called chosen"
            return 0, (Remark(Fault.SCORES_CONTRADICT, name, shorten(row[name]), reason),)
    if not fields.of_choice and type(answers[0]) is str and answers[0][:1] not in ("[", "{"):
        return 0, ()  # as in most rows
    scores = [*_beside(row, fields.pairs), *_inside(answers), *_listed(row, fields.lists, answers)]
    if scores and all(one.chosen == one.rejected for one in scores):
        return Outcome.TIE, ()
    contrary = [one for one in scores if one.contrary]
    return 0, (_contradiction(contrary[0]),) if contrary else ()


def opened_answers(row: Row) -> Row:
    """A row whose chosen and rejected are texts, where they are objects that hold a text and more.

    What else they hold becomes fields of the row: ``chosen_model``, ``rejected_score``.
    """
    if not isinstance(row.get(CHOSEN), dict):
        return row  # as most are
    answers: list[Any] = [row.get(name) for name in BOTH]
    if not all(isinstance(one, dict) and one and not speaker(one) for one in answers):
        return row
    kind = str if "messages" not in answers[0] else list
    text = next((key for key in TEXTS if all(isinstance(one.get(key), kind) for one in answers)), None)
    if text is None:
        return row
    opened = {name: one[text] for name, one in zip(BOTH, answers, strict=True)}
    more = {
        f"{name}_{key}": value
        for name, one in zip(BOTH, answers, strict=True)
        for key, value in one.items()
        if key != text
    }
    return more | row | opened


def _contradiction(scored: Scored) -> Remark:
    reason = f"says that the rejected answer is the better one; the chosen one has {shorten(scored.chosen)}"
    return Remark(Fault.SCORES_CONTRADICT, scored.field, shorten(scored.rejected), reason)


def _tie_in_words(row: Row, words: Sequence[str]) -> Outcome | None:
    for name in words:
        tie = Outcome.TIE if name in MARKS and row[name] in TRUE else tie_of(written(row[name]))
        if tie:
            return tie
    return None


def _beside(row: Row, pairs: Sequence[tuple[str, str, bool]], of: str = "") -> Iterator[Scored]:
    """Two fields, such as ``score_chosen`` and ``rejected-rating``; ``of`` is the field that holds both."""
    for first, second, are_ranks in pairs:
        chosen, rejected = finite_number(row.get(first)), finite_number(row.get(second))
        if chosen is not None and rejected is not None:
            yield Scored(of or second, chosen, rejected, are_ranks)


@lru_cache(maxsize=64)  # the rows of a file have the same fields
def _fields(names: tuple[str, ...], both: tuple[str, str]) -> Fields:
    told = sides_of(*both)
    sides = _beside_names([name for name in names if name not in both], told[1] if told else BOTH)
    chosen, rejected = sides
    scored = SCORE_WORDS | RANK_WORDS
    model = next((word for word in MODELS if word in {*chosen, *rejected}), "")
    return Fields(
        tuple(name for name in (*WORDS, *MARKS) if name in names),
        tuple(
            (chosen[word], rejected[word], word in RANK_WORDS)
            for word in chosen
            if word in rejected and word in scored
        ),
        tuple(name for name in LISTS if name in names),
        (chosen.get(model), rejected.get(model)),
        tuple(
            dict.fromkeys(
                (
                    *(name for name in OF_CHOICE if name in names),
                    *(name for side in sides for word, name in side.items() if word in scored),
                )
            )
        ),
    )


def _beside_names(
    names: Sequence[str], sides: tuple[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Fields that go with one of the two answers, by what else their names say: ``score``, ``model``."""
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for name in names:
        word = plain(name)
        for noun in ANSWERS if any(side in word for side in sides) else ():
            word = word.replace(noun, "")
        for side, words in zip(sides, found, strict=True):
            if side in word and not (side == "preferred" and sides[1] in word):
                words.setdefault(word.replace(side, "", 1), name)
    return found


def _inside(answers: Answers) -> Iterator[Scored]:
    """A score that both answers carry, or the last message of each; cells of CSV have these as JSON."""
    if isinstance(answers[0], str) and answers[0][:1] not in ("[", "{"):
        return
    chosen, rejected = (_last(as_messages(answer)) for answer in answers)
    for key in () if IN_ANSWERS.isdisjoint(chosen) else INSIDE:
        scores = finite_number(chosen.get(key)), finite_number(rejected.get(key))
        if scores[0] is not None and scores[1] is not None:
            yield Scored(f"{REJECTED}.{key}", scores[0], scores[1])


def _last(answer: object) -> Row:
    one = answer[-1] if isinstance(answer, list) and answer else answer
    return one if isinstance(one, dict) else {}


def _listed(row: Row, lists: Sequence[str], answers: Answers) -> Iterator[Scored]:
    """Two scores in one field: those of a tie need no order, others are told apart by texts or by names."""
    for name in lists:
        if isinstance(row[name], dict):
            yield from _beside(row[name], ((CHOSEN, REJECTED, False),), name)
        values = list_of(row[name]) or ()
        scores = [score for value in values if (score := finite_number(value)) is not None]
        if len(values) != len(BOTH) or len(scores) != len(BOTH):
            continue
        place = 0 if scores[0] == scores[1] else _place_of_chosen(row, answers)
        if place is not None:
            yield Scored(name, scores[place], scores[1 - place])


def _place_of_chosen(row: Row, answers: Answers) -> int | None:
    """Which of two generations is the chosen one; Argilla's ``order`` is that of before it swapped them."""
    texts = list_of(row.get("generations"))
    if texts and answers[0] in texts and answers[1] in texts:
        return texts.index(answers[0])
    order = list_of(row.get("order"))
    if not order or sorted(map(str, order)) != sorted(BOTH):
        return None
    place = order.index(CHOSEN)
    return 1 - place if row.get("status") == "swapped" else place
