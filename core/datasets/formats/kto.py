"""Unpaired rows, as KTO takes them: each answer alone, with whether it is good.

The fields are those of https://huggingface.co/docs/trl/dataset_formats ("unpaired preference"), of
LLaMA-Factory (``kto_tag``) and of ms-swift (``messages`` with a ``label``). A good and a bad answer to one
prompt are a pair again; an answer that has no counterpart is told at the end of the file.
"""

import json
import tempfile
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from core.datasets.formats.format import Adapter, Format
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_values import written
from core.datasets.formats.shared.dialogues import as_messages, without_last_answer
from core.datasets.formats.shared.fields import Named, given, missing_problem, pair_texts, rest_of, text_in
from core.datasets.formats.shared.names import CANDIDATES, find_both
from core.datasets.formats.shared.one_better import OneBetter, adapters_of, tidy
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.formats.shared.scores import list_of
from core.datasets.formats.shared.transcripts import unseen_of
from core.datasets.problems import Fault, Problem, Refused, or_problem, shorten
from core.datasets.records import PairRecord, Understood
from core.datasets.scratch import SPOOL_BYTES, json_line, room_for_files

LABELS = ("label", "kto_tag")
TEXTS = (("prompt", "completion"), ("instruction", "output"), ("messages", "completion"))
DIALOGUES = ("messages", "conversations")
MEANINGS = {"true": True, "false": False, "desirable": True, "undesirable": False}
NUMBERS = ("0", "1")
OF_PAIRS = ("chosen", "rejected", "rejected_response", "rejected_messages")
"""Fields of rows that hold two answers, whatever label stands beside them."""
ALONE = (
    "is one of answers to a prompt that are all labelled {}, so it makes no pair; import the rows as "
    "prompts, or take the pairs without it"
)


class Answer(NamedTuple):
    """One row: its answer, the text of its prompt and how it was written, and what else it says."""

    line: int
    good: bool
    prompt: str
    answer: Named
    conversation: Row
    extra: Row

    def key(self, *, good: bool) -> bytes:
        """What answers of a kind to the same prompt have in common, pictures of the prompt among it."""
        told = json_line((self.prompt, unseen_of(self.conversation), good))
        return blake2b(told, digest_size=16).digest()


class Shelf:
    """Keeps values that are JSON, each under a number.

    Attributes:
        close: Gives its room back, which also happens when nobody holds it any more.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - see below
        self._end = 0
        self.close = weakref.finalize(self, self._file.close)  # an import may stop before its end

    def put(self, value: object) -> int:
        """Keep a value; the number it is found under again."""
        place, line = self._end, json_line(value)
        with room_for_files():
            self._file.seek(place)
            self._file.write(line)
        self._end += len(line)
        return place

    def get(self, place: int) -> Any:
        """A value that was kept."""
        self._file.seek(place)
        return json.loads(self._file.readline())


class Pairing:
    """Makes pairs of the rows of one file; those that wait for a counterpart lie on the disk."""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self._shelf = Shelf()
        self._waiting: dict[bytes, int | deque[int]] = {}  # most prompts have one, which takes little room
        self._first: dict[bytes, int] = {}

    def __call__(self, line: int, row: Row) -> Sequence[Understood]:
        """The pair that the row makes with the one that has waited longest, if one has; or its problem."""
        read = self._read(line, row)
        if isinstance(read, Problem):
            return (read,)
        place = self._shelf.put(read)
        self._first.setdefault(read.key(good=read.good), place)
        other = self._longest(read.key(good=not read.good))
        if other is not None:
            return (_pair(read, self._answer(other)),)
        key = read.key(good=read.good)
        before = self._waiting.get(key)
        if isinstance(before, deque):
            before.append(place)
        else:
            self._waiting[key] = place if before is None else deque((before, place))
        return ()

    def rest(self) -> Iterator[Understood]:
        """Of those still waiting: pairs with a counterpart that has one already, or that they have none."""
        for places in self._waiting.values():
            for place in places if isinstance(places, deque) else (places,):
                answer = self._answer(place)
                other = self._first.get(answer.key(good=not answer.good))
                yield _alone(answer) if other is None else _pair(answer, self._answer(other))
        self._shelf.close()

    def _longest(self, key: bytes) -> int | None:
        waiting = self._waiting.get(key)
        if isinstance(waiting, deque) and len(waiting) > 1:
            return waiting.popleft()
        self._waiting.pop(key, None)
        return waiting[0] if isinstance(waiting, deque) else waiting

    def _answer(self, place: int) -> Answer:
        return Answer(*self._shelf.get(place))

    @or_problem
    def _read(self, line: int, row: Row) -> Answer:
        name = _label_of(row)
        if name is None:
            raise Refused(missing_problem(line, row, LABELS[0]))
        made = _split(line, row, Wanted.PAIRS)
        if made.first is None:
            raise Refused(missing_problem(line, row, "completion"))
        field, prompt = made.prompt
        record = self._prompts.record(line, {field: prompt, **made.rest}, made.prompt)
        text_in(line, made.first)
        good = _good(line, name, row[name])
        return Answer(line, good, record.input_text, made.first, record.conversation or {}, record.extra)


def _alone(answer: Answer) -> Problem:
    name, said = answer.answer
    reason = ALONE.format(str(answer.good).lower())
    return Problem(answer.line, name, shorten(said), reason, Fault.UNPAIRED)


@or_problem
def _pair(one: Answer, other: Answer) -> PairRecord:
    """The pair of two answers of which one is good."""
    good, bad = (one, other) if one.good else (other, one)
    line = max(one.line, other.line)
    first, second = tuple(good.answer), tuple(bad.answer)  # lists, where they lay on the shelf
    texts = pair_texts(line, ("prompt", good.prompt), first, second)
    answers = {"candidate_0": good.answer[1], "candidate_1": bad.answer[1]}
    messages = {name: said for name, said in answers.items() if isinstance(said, list | dict)}
    differing = {f"rejected_{name}": said for name, said in bad.extra.items() if good.extra.get(name) != said}
    return PairRecord(
        line, *texts, 0, extra=differing | good.extra, conversation={**good.conversation, **messages} or None
    )


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    """Prompt and answer of a row; the second of two is never there."""
    label = _label_of(row) or LABELS[0]
    for prompt, answer in TEXTS:
        if prompt in row and answer in row:
            first = answer, tidy(as_messages(row[answer]))
            rest = rest_of(row, {prompt, answer, label})
            return OneBetter((prompt, tidy(as_messages(row[prompt]))), first, rest=rest)
    name = next((name for name in DIALOGUES if list_of(row.get(name))), DIALOGUES[0])
    before, last = without_last_answer(tidy(list_of(given(line, row, name)) or []))
    if not last and wanted != Wanted.PROMPTS:
        raise Refused(Problem(line, name, shorten(row[name]), "must end with the answer", Fault.NOT_TEXT))
    return OneBetter((name, before), (name, last), rest=rest_of(row, {name, label}))


def _good(line: int, name: str, value: object) -> bool:
    good = MEANINGS.get(written(value))
    if good is None:
        reason = "must be true or false; of numbers nobody can tell whether 1 is a good answer"
        raise Refused(Problem(line, name, shorten(value), reason, Fault.CHOICE_OUT_OF_RANGE))
    return good


def _label_of(row: Row) -> str | None:
    return next((name for name in LABELS if name in row), None)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    label = _label_of(row)
    if label is None or wanted in {Wanted.ANSWER_SETS, Wanted.GOLD} or any(one in row for one in OF_PAIRS):
        return False
    said = written(row[label])
    named = any({prompt, answer} <= row.keys() for prompt, answer in TEXTS)
    spoken = any(without_last_answer(list_of(row.get(name)) or [])[1] for name in DIALOGUES)
    if not (named or spoken) or find_both(CANDIDATES, row):
        return False
    return said in MEANINGS or (said in NUMBERS and TEXTS[0][1] in row) or (not said and "kto_tag" in row)


def _pairs(_: Columns | None, prompts: Prompts) -> Adapter:
    return Pairing(prompts)


FORMAT = Format(
    name="kto",
    title="KTO, unpaired",
    label="KTO, unpaired (prompt, completion, label; kto_tag)",
    telling="one answer and whether it is good (label or kto_tag)",
    looks_like="`prompt`, `completion`, `label`; `instruction`, `output`, `kto_tag`; `messages`, `label`",
    becomes="pairs of a true and a false answer to one prompt; those without a counterpart are refused",
    adapters={Wanted.PAIRS: _pairs, Wanted.PROMPTS: adapters_of(_split)[Wanted.PROMPTS]},
    is_sure=_is_sure,
    check_first="Whether true is the good answer, and the two of a pair belong to one prompt.",
    sides=("the good answer", "the bad answer"),
)
