"""Addresses that a person types on a page: of a bucket or a hub, never of the studio's own machine."""

from app.ui.access import person
from app.ui.actions import ask
from core.datasets import refuse_foreign_source
from core.errors import InvalidInput

REMOTE = ("gs://", "hf://")


def allowed_address(address: str) -> str:
    """The address, if it leads to where this person may read.

    Raises:
        InvalidInput: It names a file of the machine, or nothing.
        NotAllowed: The studio keeps data of its own there that this person does not see.
    """
    if not address.startswith(REMOTE):
        raise InvalidInput(
            f"The address {address!r} does not begin with gs:// or hf://; here only files in Cloud Storage "
            "and on a data hub have addresses. Upload the file, or use the command."
        )
    ask(refuse_foreign_source, person(), address)
    return address
