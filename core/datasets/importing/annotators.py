"""The people whom a file names as annotators: each stands in the studio, but nobody can sign in as one."""

from sqlmodel import Session, col, select

from core.access import IMPORTED_NAME, Person, PersonKind, Role
from core.access.people import imported_name
from core.errors import InvalidInput

MOST_ANNOTATORS = 2000
"""Of one import; beyond, the column that was taken for the annotator is probably something else."""


class Annotators:
    """Finds or adds the people of an import."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[str | None, int] = {}

    def number_of(self, annotator: str | None) -> int:
        """The person who stands for an annotator; None stands for the file itself.

        Raises:
            InvalidInput: The import names more annotators than any team has.
        """
        if annotator not in self._numbers:
            if len(self._numbers) >= MOST_ANNOTATORS:
                raise InvalidInput(
                    f"The file names more than {MOST_ANNOTATORS:,} annotators, such as “{annotator}”; "
                    "see whether that field really says who chose. Nothing was taken."
                )
            self._numbers[annotator] = self._person(annotator)
        return self._numbers[annotator]

    def _person(self, annotator: str | None) -> int:
        name = IMPORTED_NAME if annotator is None else imported_name(annotator)
        query = select(Person).where(col(Person.kind) == PersonKind.IMPORTED, col(Person.name) == name)
        person = self._session.exec(query).first()
        if person is None:
            person = Person(name=name, role=Role.ANNOTATOR, kind=PersonKind.IMPORTED)
            self._session.add(person)
            self._session.flush()
        return person.id or 0
