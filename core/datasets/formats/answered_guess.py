"""What is what in rows of people's answers: the texts by names and shapes, the choice among the questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.datasets.formats.format import Guess
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.label_studio_data import CANDIDATES, find_prompt
from core.datasets.formats.mapping import RULES, WAYS, Columns, Row, Wanted
from core.datasets.formats.shared import names
from core.datasets.formats.shared.choice_fields import (
    ChoiceField,
    answer_of,
    choice_field,
    naming,
    question_of,
)
from core.datasets.formats.shared.choice_values import LONGEST_WORDS, number_written
from core.datasets.formats.shared.choice_ways import Two, Way, are_sides, seen_in
from core.datasets.problems import printable

BOTH = 2
MOST_VALUES, MOST_FIELDS = 12, 12
"""A question with more different answers is no choice of two."""
USUAL = (*names.CHOICES, "better.selection", "comparison", "vote", "verdict", "best", "which", "overall")
NOT_TEXT = frozenset({"id", "status", "_server_id", "metadata", "suggestions", "vectors"})
NOWHERE = ("", "")


def guess_answered(
    items: Sequence[Row],
    apart: Sequence[Row],
    questions: Sequence[str],
    who: str,
    wanted: Wanted,
    said: Mapping[str, str],
) -> Guess:
    """What is what; what a person has named is kept, and settles its question.

    Args:
        items: The fields of the first items.
        apart: The rows of what people answered about them.
        questions: The columns of ``apart`` that are answers.
        who: The column of ``apart`` with the person.
        wanted: What is to be made of the rows.
        said: What a person has named.
    """
    fields = list(dict.fromkeys(name for item in items for name in item))
    pair = _candidates(items, fields, said)
    prompt = _prompt(items, pair, said)
    texts = _texts_question(fields, pair, prompt, said, wanted)
    if wanted == Wanted.PROMPTS:
        return replace(Guess(Columns(prompt), fields=tuple(fields)), question=texts[0], answer=texts[1])
    named = {"annotator": who, "choice": "", **said, "candidate_0": pair[0], "candidate_1": pair[1]}
    named |= {"input_text": prompt} if prompt else {}
    told = said.keys() & {*RULES, *WAYS}
    base = guess_columns(apart, wanted, named)
    guess = base if told else _with_choice(base.columns, apart, questions, pair)
    everything = (*fields, *questions, who)
    return replace(
        guess,
        fields=everything,
        question=f"{texts[0]} {guess.question}".strip(),
        answer=f"{texts[1]} {guess.answer}".strip(),
    )


def _candidates(items: Sequence[Row], fields: Sequence[str], said: Mapping[str, str]) -> Way:
    found = names.find_both(CANDIDATES, fields) or _listed(items, fields) or NOWHERE
    return said.get("candidate_0", found[0]), said.get("candidate_1", found[1])


def _listed(items: Sequence[Row], fields: Sequence[str]) -> Way | None:
    """The two texts of the only field that lists two in every item."""
    listing = [name for name in fields if items and all(_is_pair(item.get(name)) for item in items)]
    return (f"{listing[0]}.0", f"{listing[0]}.1") if len(listing) == 1 else None


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == BOTH and all(isinstance(one, str) for one in value)


def _prompt(items: Sequence[Row], pair: Way, said: Mapping[str, str]) -> str:
    if "input_text" in said or "fixed_prompt" in said:
        return said.get("input_text", "")
    others = NOT_TEXT.union(pair, (name.partition(".")[0] for name in pair))
    talks = names.find(names.CONVERSATIONS, (name for item in items for name in item if name not in others))
    return find_prompt(items, others) or talks or ""


def _texts_question(
    fields: Sequence[str], pair: Way, prompt: str, said: Mapping[str, str], wanted: Wanted
) -> tuple[str, str]:
    there = ", ".join(f"“{printable(name)}”" for name in fields[:MOST_FIELDS]) or "none"
    asked, typed = [], []
    if wanted != Wanted.PROMPTS and not all(pair):
        asked.append(f"Which of the fields ({there}) hold the two texts that are compared?")
        typed.append("--column candidate_0=<field> --column candidate_1=<field>")
    if not prompt and not said.get("fixed_prompt"):
        asked.append(f"Which of the fields ({there}) is the prompt, or which words are the prompt of all?")
        typed.append("--column input_text=<field>, or --column 'fixed_prompt=Which text is better?'")
    return " ".join(asked), f"Type {'; and '.join(typed)}." if typed else ""


def _with_choice(columns: Columns, apart: Sequence[Row], questions: Sequence[str], pair: Way) -> Guess:
    """The columns with the question that is the choice, if one can be told; else what is to be asked."""
    columns = replace(columns, choice=None)
    two = Two(pair)
    likely = [name for name in questions if _may_be_choice(apart, name, two)]
    clear = {name: found for name in likely if (found := _clear(apart, name, two))}
    if len(clear) == 1:
        ((name, found),) = clear.items()
        first, second = found.way or NOWHERE
        return Guess(replace(columns, choice=name, choice_0=first, choice_1=second))
    if len(clear) > 1 or len(likely) > 1:
        return _which(columns, list(clear) or likely)
    if not likely:
        return Guess(columns)
    values = seen_in(apart, likely[0], two).values
    return Guess(
        columns,
        question=question_of(likely[0], values),
        answer=answer_of(likely[0], values, pair),
        asked=likely[0],
    )


def _may_be_choice(apart: Sequence[Row], name: str, two: Two) -> bool:
    """Whether the answers are few and short; free text and lists of more than two are no choice of two."""
    seen = seen_in(apart, name, two)
    if not seen.anything or len(seen.values) > MOST_VALUES:
        return seen.own
    return all(len(value) <= LONGEST_WORDS and not value.startswith(("[", "{")) for value in seen.values)


def _clear(apart: Sequence[Row], name: str, two: Two) -> ChoiceField | None:
    """How the answers are written, if that is sure; numbers are where the question is called a choice."""
    seen = seen_in(apart, name, two)
    numbers = any(number_written(value) is not None for value in seen.values)
    if numbers and names.find(USUAL, [name]) is None:
        return None
    found = choice_field(apart, (), two, {"choice": name})
    return found if found.way else None


def _which(columns: Columns, likely: Sequence[str]) -> Guess:
    """Several questions may be the choice; or there are two, one for each text."""
    told = ", ".join(f"“{printable(name)}”" for name in likely[:MOST_FIELDS])
    question = f"People answered several questions of which each may be the choice ({told}). Which one is it?"
    offers = [naming("choice", name) for name in likely[:MOST_FIELDS]]
    offers += [
        f"{naming('score_0', first)} {naming('score_1', second)} if they rate the two texts, higher is better"
        for first, second in _each_of_two(likely)
    ]
    return Guess(
        columns, question=question, answer=f"Type {' or '.join(offers)}; or --column choice= for none."
    )


def _each_of_two(likely: Sequence[str]) -> Iterator[Way]:
    for place, first in enumerate(likely):
        for second in likely[place + 1 :]:
            if are_sides(first, second):
                yield first, second
