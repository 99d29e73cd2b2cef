"""Personal tokens: made once, kept as hashes, never more than their person, ended at once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.access import SYSTEM, AuditEntry, NewPerson, PersonKind, Role, add_person, pause_person
from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.merge_people import merge_people
from core.sign_in import tokens
from core.sign_in.models import PersonalToken, Scope
from core.sign_in.tokens import NewToken, bearer_of, draw_calls, list_tokens, make_token, revoke_token
from tests.core.builders import everything, new_person

READS = NewToken("reader", [Scope.READ])


def made(studio, person, new=READS, actor=None):
    """A new token of a person, made by themselves unless somebody else is named."""
    with studio.db.write() as session:
        return make_token(session, actor or person, person.id, new)


def bearer(studio, secret):
    """Who shows a secret."""
    return studio.db.ask(bearer_of, secret)


@pytest.fixture
def ada(studio):
    """An annotator with a token to make."""
    return new_person(studio)


def test_a_token_says_who_shows_it(studio, ada):
    """With the roles of now and the scopes of then, in the order that scopes have."""
    one = made(studio, ada, NewToken("  my   program ", [Scope.RUNS, Scope.READ], days=1))
    assert one.secret.startswith("pst_")
    assert len(one.secret) == len("pst_") + 43
    shown = bearer(studio, one.secret)
    assert (shown.person, shown.token) == (ada, one.token)
    assert (one.token.name, one.token.scopes) == ("my program", (Scope.READ, Scope.RUNS))
    assert one.token.expires_at - one.token.created_at == timedelta(days=1)


def test_the_secret_is_kept_nowhere(studio, ada):
    """Neither in the database, the audit log included, nor in what is shown later."""
    secret = made(studio, ada).secret
    assert secret.removeprefix("pst_") not in repr(everything(studio))
    with studio.db.read() as session:
        (later,) = list_tokens(session, ada, ada.id)
        assert secret not in repr(later)
        assert secret.endswith(later.ending)


@pytest.mark.parametrize("wrong", ["", "pst_", "pst_" + "a" * 43, "x" * 47, "pst_" + "é" * 43, "pst_\0"])
def test_what_is_no_token_is_nobodys(studio, ada, wrong):
    """Nor does it matter that there is a token."""
    made(studio, ada)
    assert bearer(studio, wrong) is None


def test_an_expired_token_is_nobodys(studio, ada, monkeypatch):
    """From the moment on at which it ends."""
    one = made(studio, ada, NewToken("short", [Scope.READ], days=1))
    monkeypatch.setattr(tokens, "now", lambda: one.token.expires_at - timedelta(seconds=1))
    assert bearer(studio, one.secret)
    monkeypatch.setattr(tokens, "now", lambda: one.token.expires_at)
    assert bearer(studio, one.secret) is None


def test_a_revoked_token_is_nobodys_at_once(studio, ada):
    """Revoking again changes nothing."""
    one = made(studio, ada)
    ended = [revoke(studio, ada, one) for _ in range(2)]
    assert ended[0] == ended[1]
    assert bearer(studio, one.secret) is None
    with studio.db.read() as session:
        told = [row.action for row in session.exec(select(AuditEntry)) if "token" in row.action]
    assert told == ["make token", "revoke token"]


def revoke(studio, actor, one):
    """End a token."""
    with studio.db.write() as session:
        return revoke_token(session, actor, one.token.id)


def test_nobody_makes_tokens_of_others(studio, ada):
    """Not even an admin, who sees them: it would be a way to act as them. The machine's owner may."""
    lea, ben = new_person(studio, Role.LEAD, "Lea"), new_person(studio, Role.ENGINEER, "Ben")
    with pytest.raises(NotFound):
        made(studio, ada, actor=lea)
    with pytest.raises(NotFound), studio.db.read() as session:
        list_tokens(session, ben, ada.id)
    assert studio.db.ask(list_tokens, lea, ada.id) == []
    assert bearer(studio, made(studio, ada, actor=SYSTEM).secret).person == ada


def test_an_admin_ends_anybodys_token_and_others_their_own(studio, ada):
    """For whoever may not, another's token does not exist."""
    ben, lea = new_person(studio, name="Ben"), new_person(studio, Role.LEAD, "Lea")
    one = made(studio, ada)
    with pytest.raises(NotFound):
        revoke(studio, ben, one)
    assert bearer(studio, one.secret)
    revoke(studio, lea, one)
    assert bearer(studio, one.secret) is None


def test_a_role_change_counts_at_the_next_request(studio, ada):
    """The token holds no role; a pause shows, too, and its sentence is the door's business."""
    secret = made(studio, ada).secret
    with studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=True)
    assert bearer(studio, secret).person.paused


def test_merging_ends_the_tokens_of_the_name_that_goes(studio, ada):
    """Else they would suddenly be a token of somebody who may be more."""
    kept, gone = made(studio, ada), made(studio, new_person(studio, name="Ben"))
    with studio.db.write() as session:
        merge_people(session, SYSTEM, kept.token.person_id, gone.token.person_id)
    assert bearer(studio, kept.secret)
    assert bearer(studio, gone.secret) is None


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewToken(" ", [Scope.READ]), "needs a name"),
        (NewToken("a" * 61, [Scope.READ]), "needs a name"),
        (NewToken("a\u202eb", [Scope.READ]), "needs a name"),
        (NewToken("a", []), "at least one scope"),
        (NewToken("a", [Scope.READ], days=0), "between 1 and 366 days"),
        (NewToken("a", [Scope.READ], days=367), "between 1 and 366 days"),
    ],
)
def test_what_no_token_can_be(studio, ada, new, words):
    """Each is refused with what would do."""
    with pytest.raises(InvalidInput, match=words):
        made(studio, ada, new)


def test_a_person_has_so_many_tokens_and_no_more(studio, ada, monkeypatch):
    """Those that have ended do not count."""
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    first = made(studio, ada)
    made(studio, ada)
    with pytest.raises(Conflict, match="2 tokens already"):
        made(studio, ada)
    revoke(studio, ada, first)
    made(studio, ada)


def test_calls_of_a_minute_are_drawn_in_portions(studio, ada):
    """What does not fit is refused; the next minute begins anew, whatever a clock that is behind says."""
    number = made(studio, ada).token.id

    def draw(minute, calls):
        with studio.db.write(alone=False) as session:
            return draw_calls(session, number, minute=minute, calls=calls, most=10)

    assert [draw(7, 4), draw(7, 4), draw(7, 4)] == [True, True, False]
    assert [draw(8, 4), draw(7, 4), draw(8, 4)] == [True, True, False]
    with studio.db.read() as session:
        row = session.get(PersonalToken, number)
    assert (row.minute, row.calls) == (8, 8)
    assert now() - row.last_used_at < timedelta(seconds=5)


def test_somebody_who_cannot_sign_in_has_no_tokens(studio):
    """Such as the person who stands for imports."""
    with studio.db.write() as session:
        person = add_person(session, SYSTEM, NewPerson("Ada", None))
    assert made(studio, person, actor=SYSTEM)
    with pytest.raises(NotFound), studio.db.write() as session:
        make_token(session, SYSTEM, 999, READS)


def test_outside_annotators_have_no_tokens(studio):
    """They are here for one project's answers."""
    with studio.db.write() as session:
        person = add_person(session, SYSTEM, NewPerson("Ada", None), kind=PersonKind.OUTSIDE)
    with pytest.raises(NotAllowed, match="ask a lead for an account"):
        made(studio, person)
