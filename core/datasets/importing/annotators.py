"""The people whom a file names as annotators: each stands in the studio, but nobody can sign in as one."""

from sqlmodel import Session, col, select

from core.access import Person, PersonKind, Role, folded
from core.access.people import imported_name
from core.errors import InvalidInput

MOST_ANNOTATORS = 2000
"""Of one import; beyond, the column that was taken for the annotator is probably something else."""


class Annotators:
    """Finds or adds the people of an import."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[str | int | None, int] = {}
        self._there: dict[str, Person] = {}

    def number_of(self, annotator: str | int | None) -> int:
        """The person who stands for an annotator, however the name is spelt.

        None stands for the file itself, a number for one more whom it does not name.

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

    def _person(self, annotator: str | int | None) -> int:
        name = imported_name(annotator)
        if not self._there:
            self._there = self._known()
        person = self._there.get(name) or self._there.get(folded(name))
        if person is None:
            person = Person(name=name, role=Role.ANNOTATOR, kind=PersonKind.IMPORTED)
            self._session.add(person)
            self._session.flush()
            self._there[folded(name)] = person
        return person.merged_into or person.id or 0

    def _known(self) -> dict[str, Person]:
        """Those of earlier imports, by their names as they are and folded; of two the earlier."""
        query = select(Person).where(col(Person.kind) == PersonKind.IMPORTED).order_by(col(Person.id).desc())
        people = list(self._session.exec(query))
        return {folded(one.name): one for one in people} | {one.name: one for one in people}
