"""Formats of labelling tools, whose rows hold what several people answered about one item.

Each person's answers are read as a row of columns of its own: the fields of the item, the answer to each
question under the question's name, and who answered. What is then the choice, and how it is written, is told
as for any columns; what is left open is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.datasets.formats.answered_guess import guess_answered
from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Adapter, Format, Guess
from core.datasets.formats.joins import Joins
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.fields import rest_of
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.problems import Fault, Problem, Refused, shorten
from core.datasets.records import PairRecord, Remark, Understood

UNKNOWN = Columns("prompt", "candidate_0", "candidate_1")


@dataclass(frozen=True)
class Answered:
    """An item and what people answered about it.

    Attributes:
        item: Its fields, and whatever else the row tells that is no answer.
        answers: For each person who answered, the answers by question.
        people: Their names, in the same order; None for one who is not named.
        remarks: What of the row somebody should look at.
    """

    item: Row
    answers: Sequence[Row]
    people: Sequence[str | None]
    remarks: tuple[Remark, ...] = ()

    @property
    def questions(self) -> dict[str, None]:
        """All questions that somebody answered, in the order in which they were met."""
        return dict.fromkeys(name for one in self.answers for name in one)

    def rows(self, who: str) -> list[Row]:
        """A row for each person; ``who`` is what the column of their names is called."""
        return [
            {**self.item, **said, who: person} for said, person in zip(self.answers, self.people, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A labelling tool: what `Format` has, and how its rows are taken apart.

    Attributes:
        read: Takes a row apart; given its line for what may be wrong with it.
        who: What the column is called in which the person stands.
        missing: What is not in the rows and must be brought, as a sentence; empty for nothing.
        open_question: What must be asked of rows beside what their columns leave open, as a sentence; empty
            for nothing. It is answered by naming the choice.
    """

    name: str
    title: str
    label: str
    telling: str
    looks_like: str
    becomes: str
    check_first: str
    who: str
    is_sure: Callable[[Row, Wanted], bool]
    read: Callable[[int, Row], Answered]
    note: Callable[[Sequence[Row]], Fault | None] | None = None
    joins: Joins | None = None
    missing: Callable[[Sequence[Row]], str] = lambda _: ""
    open_question: Callable[[Sequence[Row]], str] = lambda _: ""

    def as_format(self) -> Format:
        """Its format."""
        return Format(
            name=self.name,
            title=self.title,
            label=self.label,
            telling=self.telling,
            looks_like=self.looks_like,
            becomes=self.becomes,
            adapters={Wanted.PAIRS: self._pairs, Wanted.PROMPTS: self._prompts},
            is_sure=self.is_sure,
            guess=self._guess,
            note=self.note,
            joins=self.joins,
            check_first=self.check_first,
            tells_unread=True,
            apart=self._apart,
        )

    def _apart(self, row: Row) -> list[Row]:
        answered = self._read(row)
        return (answered.rows(self.who) or [answered.item]) if answered else []

    def _guess(self, rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str]) -> Guess:
        if missing := self.missing(rows):
            return Guess(Columns(""), question=missing)
        found = [answered for row in rows if (answered := self._read(row))]
        if not found:  # what is wrong with each row will be told
            return Guess(replace(UNKNOWN, **said))
        apart = [each for one in found for each in one.rows(self.who) or [one.item]]
        items = [one.item for one in found]
        questions = dict.fromkeys(name for one in found for name in one.questions)
        guess = guess_answered(items, apart, list(questions), self.who, wanted, said)
        asked = "" if "choice" in said or wanted == Wanted.PROMPTS else self.open_question(rows)
        if not asked:
            return guess
        named = guess.columns.choice or guess.asked or next(iter(questions), "<name>")
        answer = f"If not, say which answer is the choice: --column choice={named}."
        return replace(
            guess, question=f"{guess.question} {asked}".strip(), answer=f"{guess.answer} {answer}".strip()
        )

    def _apart_of(self, line: int, row: Row) -> Answered:
        """What `read` says; lists and objects that stand where the tool has others are no crash.

        Raises:
            Refused: The row is not built as the tool builds it, or `read` refuses it.
        """
        try:
            return self.read(line, row)
        except (AttributeError, KeyError, TypeError):
            reason = f"is not built as rows of {self.title} are"
            raise Refused(Problem(line, "(row)", shorten(row), reason, Fault.NOT_TEXT)) from None

    def _read(self, row: Row) -> Answered | None:
        try:
            return self._apart_of(1, row)
        except Refused:
            return None

    def _prompts(self, columns: Columns | None, prompts: Prompts) -> Adapter:
        alone = COLUMNS.adapters[Wanted.PROMPTS](columns, prompts)

        def records(line: int, row: Row) -> Sequence[Understood]:
            try:
                return alone(line, self._apart_of(line, row).item)
            except Refused as refused:
                return (refused.problem,)

        return records

    def _pairs(self, columns: Columns | None, prompts: Prompts) -> Adapter:
        alone = COLUMNS.adapters[Wanted.PAIRS](columns, prompts)

        def records(line: int, row: Row) -> Sequence[Understood]:
            try:
                return _records(alone, line, self._apart_of(line, row), self.who)
            except Refused as refused:
                return (refused.problem,)

        return records


def _records(alone: Adapter, line: int, answered: Answered, who: str) -> Sequence[Understood]:
    """A record for each person who chose, or one without a choice; or the first problem with one of them."""
    made: list[Understood] = []
    for each in answered.rows(who):
        (one,) = alone(line, each)
        if not isinstance(one, PairRecord):
            return (one,)
        if one.choice is not None:
            about = {name: one.extra[name] for name in answered.questions if name in one.extra}
            made.append(
                replace(
                    one,
                    extra=rest_of(one.extra, answered.questions.keys()),
                    about_choice=one.about_choice | about,
                )
            )
    if not made:
        made = list(alone(line, answered.item))
    first = made[0]
    if answered.remarks and isinstance(first, PairRecord):
        made[0] = replace(first, remarks=first.remarks + answered.remarks)
    return made
