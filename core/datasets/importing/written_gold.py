"""Write a gold pair by hand: its texts, its right answer, and why that is right."""

from dataclasses import dataclass

from sqlmodel import Session

from core.access import Action, PersonView, permit
from core.datasets.importing.inserters import GoldInserter
from core.datasets.importing.repeats import fingerprint_of
from core.datasets.importing.spool import pair_row
from core.datasets.models import DatasetKind
from core.datasets.records import GoldRecord
from core.db import clean_text
from core.errors import Conflict, InvalidInput
from core.labelling import COUNTING, Mode, Outcome, ProjectView, get_project
from core.labelling.adjudication import LONGEST_NOTE

LONGEST_TEXT = 100_000
"""Characters of each text; who has longer ones imports a file."""
WRITTEN = "written in the studio"
"""What such pairs have in the place of a file's name."""


@dataclass(frozen=True, slots=True)
class NewGold:
    """A gold pair to be; ``right`` is a candidate, a tie, or that both are bad."""

    input_text: str
    candidate_0: str
    candidate_1: str
    right: Outcome
    reason: str

    def __post_init__(self) -> None:
        for name in ("input_text", "candidate_0", "candidate_1", "reason"):
            object.__setattr__(self, name, clean_text(getattr(self, name)).strip())

    def check(self, project: ProjectView) -> None:
        """Refuse what no annotator could answer or learn from.

        Raises:
            InvalidInput: A text is missing or too long, both answers are equal, the right one is not offered,
                or the project ranks.
        """
        if project.protocol.mode == Mode.RANKINGS:
            raise InvalidInput(f"The project “{project.name}” ranks; gold pairs are for pairs.")
        texts = {
            "prompt": self.input_text,
            "first answer": self.candidate_0,
            "second answer": self.candidate_1,
        }
        for name, text in (texts | {"reason": self.reason}).items():
            if not text:
                raise InvalidInput(f"The {name} is empty: write it.")
            longest = LONGEST_NOTE if name == "reason" else LONGEST_TEXT
            if len(text) > longest:
                raise InvalidInput(f"The {name} has {len(text):,} characters; it may have {longest:,}.")
        if self.candidate_0 == self.candidate_1:
            raise InvalidInput("Both answers are the same text, so neither can be better: change one.")
        offered = {Outcome.TIE: project.protocol.tie, Outcome.BOTH_BAD: project.protocol.both_bad}
        if self.right not in COUNTING or not offered.get(self.right, True):
            raise InvalidInput(
                f"“{self.right}” cannot be the right answer: the project “{project.name}” does not offer it."
            )


def write_gold(session: Session, actor: PersonView, project: ProjectView, new: NewGold) -> None:
    """Add a gold pair; one with the same texts that nobody has answered becomes gold.

    Raises:
        NotAllowed: The actor may not adjudicate.
        InvalidInput: It cannot be a gold pair.
        Conflict: These texts are a gold pair already, or a pair with answers.
    """
    subject = f"project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, project.id, gold=True, outcome=str(new.right))
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    new.check(project)
    # The record says candidate 0 or 1 only; a tie is put into its row.
    record = GoldRecord(1, new.input_text, new.candidate_0, new.candidate_1, 0, note=new.reason)
    row = pair_row(project.seed, WRITTEN, fingerprint_of(record), record)._replace(outcome=new.right)
    inserter = GoldInserter(session, project, DatasetKind.PREFERENCE)
    inserter.insert([row])
    inserter.finish()
    if inserter.counts.already_there:
        raise Conflict("These texts are a gold pair of this project already; change its reason in the list.")
    if inserter.counts.judged:
        raise Conflict(
            "These texts are a pair that people have answered already, so not all would be asked alike. "
            "Write another one, or settle that pair and make it gold from its history."
        )
