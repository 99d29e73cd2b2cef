"""Insert prompts."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from core.datasets.importing.staged import StagedPrompt
from core.datasets.importing.taken import Taken
from core.datasets.models import DatasetKind, Prompt
from core.db.insert import insert_tuples
from core.labelling import ProjectView


class PromptTaker:
    """Takes batches of prompts for one purpose."""

    def __init__(self, session: Session, project: ProjectView, purpose: DatasetKind) -> None:
        self._session, self._project, self._purpose = session, project, purpose
        self.taken = Taken()

    def take(self, batch: Collection[StagedPrompt]) -> None:
        """Take some rows."""
        known = set(
            self._session.exec(
                select(Prompt.content_hash).where(
                    Prompt.project_id == self._project.id,
                    Prompt.purpose == self._purpose,
                    col(Prompt.content_hash).in_([row.content_hash for row in batch]),
                )
            )
        )
        fresh = [row for row in batch if row.content_hash not in known]
        same = {"project_id": self._project.id, "purpose": self._purpose}
        insert_tuples(self._session, Prompt, StagedPrompt._fields, fresh, same=same)
        self.taken += Taken(rows=len(fresh), already_there=len(batch) - len(fresh))

    def finish(self) -> None:
        """Nothing hangs on prompts."""
