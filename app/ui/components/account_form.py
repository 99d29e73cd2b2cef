"""The form of an account: to sign in, to come by a link, to change the password."""

from typing import Literal

from app.ui.components.assembly import component

_COMPONENT = component(
    "account_form", entry="account/account.js", html="account/account.html", styles=("account/account.css",)
)


def account_form(kind: Literal["sign-in", "change"], *, shortest: int, note: str = "") -> None:
    """Show the form; what is typed goes to the routes of `app.accounts`, and then the page is loaded anew.

    Args:
        kind: What for. Where somebody signs in, a link behind the # of the address makes it that link's form.
        shortest: How long a new password must be.
        note: What to say above name and password.
    """
    _COMPONENT(key=f"account_{kind}", data={"kind": kind, "shortest": shortest, "note": note})
