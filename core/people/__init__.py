"""The people of a studio as those who lead it work with them: added at once, removed, looked up."""

from core.people.add_many import AddedPerson, add_lines
from core.people.lines import NewLine, Wanted, read_lines
from core.people.listing import Access, PersonLine, list_lines
from core.people.remove import bring_back_person, remove_person, to_each

__all__ = [
    "Access",
    "AddedPerson",
    "NewLine",
    "PersonLine",
    "Wanted",
    "add_lines",
    "bring_back_person",
    "list_lines",
    "read_lines",
    "remove_person",
    "to_each",
]
