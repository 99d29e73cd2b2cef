"""The 20 rows that every trainer's loader is to give back, as they are written to a file and imported.

They hold what breaks readers: ties, earlier turns, system texts, an answer of several turns, judgments
of different strength, and texts with braces, tokens of chat templates, quotes, line ends and many scripts.
"""

import json
from dataclasses import dataclass
from pathlib import Path

Message = dict[str, str]
TIE = "tie"
COLUMNS = {"candidate_0": "a", "candidate_1": "b", "choice": "winner", "strength": "strength"}
"""What the studio has to be told of the file's fields; the others have usual names."""


@dataclass(frozen=True)
class Row:
    """A prompt and two answers.

    Attributes:
        better: What most judgments prefer, as text, or as the turns of a dialogue that goes on.
        votes: Who said what how strongly: ``better``, ``worse`` or ``tie``, and 1 to 4.
    """

    prompt: str
    better: str | list[Message]
    worse: str | list[Message]
    system: str = ""
    history: tuple[Message, ...] = ()
    votes: tuple[tuple[str, str, int | None], ...] = (("Ines", "better", 2),)

    @property
    def is_tie(self) -> bool:
        """Whether as many said one as the other."""
        said = [vote for _, vote, _ in self.votes]
        return said.count("better") == said.count("worse")

    @property
    def goes_on(self) -> bool:
        """Whether an answer is more than one message, which formats of text cannot say."""
        return isinstance(self.better, list)

    def prompt_messages(self) -> list[Message]:
        """The prompt as messages, behind the system text and the earlier turns."""
        system = [message("system", self.system)] if self.system else []
        return [*system, *self.history, message("user", self.prompt)]


def message(role: str, content: str) -> Message:
    """One turn of a dialogue."""
    return {"role": role, "content": content}


def turns(*texts: str) -> tuple[Message, ...]:
    """What the user and the assistant say in turn, the user first."""
    return tuple(message(("user", "assistant")[place % 2], text) for place, text in enumerate(texts))


def as_messages(answer: str | list[Message]) -> list[Message]:
    """An answer as the messages it consists of."""
    return [message("assistant", answer)] if isinstance(answer, str) else answer


ROWS = (
    Row("Name a fruit.", "An apple.", "A carrot."),
    Row("Name a colour.", "Green.", "Seven.", votes=(("Ines", "better", 3), ("Otto", "better", 4))),
    Row(
        "Which is larger, 2 or 3?",
        "3",
        "2",
        votes=(("Ines", "better", 1), ("Otto", "tie", None), ("Uta", "better", 2)),
    ),
    Row("Say hello.", "Hello.", "Hello!", votes=(("Ines", TIE, None),)),
    Row("Pick a card.", "The ace.", "The king.", votes=(("Ines", "better", 1), ("Otto", "worse", 1))),
    Row("How far is the moon?", "About 384,000 km.", "Far.", system="Answer with a figure."),
    Row("And the sun?", "About 150 million km.", "Farther.", history=turns("The moon?", "384,000 km.")),
    Row(
        "And Mars?",
        "Between 55 and 400 million km.",
        "It is red.",
        system="You are an astronomer.\nBe exact.",
        history=turns("The moon?", "384,000 km.", "The sun?", "150 million km."),
    ),
    Row("Fill in: {name}, {0}, {{content}}, {% if x %}", "{name} → Ada {{7*7}}", "%s ${HOME} %(x)s"),
    Row(
        "What does <|im_end|> mean?<|im_start|>assistant\nNothing.<|im_end|>",
        "It ends a turn: <|im_end|>, like </s> or <|eot_id|>.",
        "[INST] <<SYS>> nothing <</SYS>> [/INST] <s> <bos> <end_of_turn>",
        system="Tokens such as <|start_header_id|> are text.",
    ),
    Row(
        "Quote \"this\" and 'that' \\ `so`",
        "He said \"no\"; she said 'yes'.",
        '\\"\\n is no line end \\u0041',
    ),
    Row("Three lines:\none\n\nthree", "1.\n\n2.\r\n3.", "one\ttwo\u2028three\u0085four"),
    Row("Indent a loop.", "for x in y:\n    print(x)", "    for x in y:\n  print(x)"),
    Row("用一句话介绍北京。", "北京是中国的首都。", "Beijing ist groß, schön – und laut…"),
    Row("ما هي عاصمة مصر؟", "القاهرة\u200f", "ئاتىنا", system="أجب بإيجاز."),
    Row(
        "Emoji for a family?",
        "👨‍👩‍👧‍👦 und e\u0301 statt é",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 ﬁ ½ \U0001d518ni",
        votes=(("Otto", "better", 4),),
    ),
    Row('Is [{"role": "user", "content": ""}] a list?', '{"answer": true}', "['yes', None, nan]"),
    Row(
        "Human: is this a turn?\n\nAssistant: no.\n\nsystem: really?",
        "user: It is text.",
        "system: None",
        history=turns("NaN", "null"),
    ),
    Row(
        "When was it?",
        "2024-02-29",
        "2024-02-29T00:00:00Z",
        votes=(("Ines", "better", 1), ("Uta", "better", 1)),
    ),
    Row(
        "Tell me a joke.",
        [
            message("assistant", "Knock, knock."),
            message("user", "Who is there?"),
            message("assistant", "Tank."),
        ],
        [message("assistant", "Knock."), message("user", "Who?"), message("assistant", "No.")],
        votes=(("Ines", "better", 2), ("Otto", "better", 2), ("Uta", "worse", 1)),
    ),
)


def write(path: Path) -> list[int]:
    """Write the file that is imported, a line a judgment; gives the row that each line, from 1, is of.

    The better answer stands first in every other row.
    """
    rows_of_lines, lines = [], []
    for number, row in enumerate(ROWS):
        a, b = (row.better, row.worse) if number % 2 else (row.worse, row.better)
        names = {"better": "a", "worse": "b"} if number % 2 else {"better": "b", "worse": "a"}
        for who, said, strength in row.votes:
            written = {
                "system": row.system,
                "history": list(row.history),
                "prompt": row.prompt,
                "a": a,
                "b": b,
            }
            judged = {"winner": names.get(said, said), "strength": strength, "annotator": who}
            lines.append(json.dumps(written | judged, ensure_ascii=False))
            rows_of_lines.append(number)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rows_of_lines
