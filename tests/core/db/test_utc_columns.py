"""Moments are kept in UTC and never without a zone; enums are kept by their value."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, type_coerce
from sqlalchemy.exc import StatementError

from core.access import Person, Role
from core.db import MomentText, UtcDateTime, now

MOMENTS = Table("moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def connection():
    """A database in memory with the table of moments."""
    engine = create_engine("sqlite://")
    with engine.begin() as opened:
        MOMENTS.create(opened)
        yield opened
    engine.dispose()


def test_now_knows_its_zone():
    """And it is UTC."""
    assert now().tzinfo is UTC


@pytest.mark.parametrize("hours", [-11.5, -5, 0, 2, 5.75, 14])
def test_a_moment_comes_back_as_the_same_moment_in_utc(connection, hours):
    """Whatever zone it was given in, and to the microsecond."""
    given = NOON.astimezone(timezone(timedelta(hours=hours)))
    connection.execute(insert(MOMENTS).values(at=given))
    back = connection.scalar(select(MOMENTS.c.at))
    assert back == NOON
    assert back.tzinfo is UTC


def test_a_naive_moment_is_refused(connection):
    """Nobody can tell later which zone was meant."""
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="naive datetime"):
        connection.execute(insert(MOMENTS).values(at=naive))


def test_a_naive_moment_is_refused_in_a_question_too(connection):
    """Comparing with it would be as wrong as storing it."""
    with pytest.raises(StatementError, match="naive"):
        connection.execute(select(MOMENTS).where(MOMENTS.c.at < NOON.replace(tzinfo=None)))


def test_no_moment_stays_none(connection):
    """A run that has not ended has no end."""
    connection.execute(insert(MOMENTS).values(at=None))
    assert connection.scalar(select(MOMENTS.c.at)) is None


def test_moments_are_ordered_by_when_they_were(connection):
    """13:30 at +02:00 is 11:30 UTC, before noon, although its wall clock says later."""
    early = datetime(2026, 3, 1, 13, 30, tzinfo=timezone(timedelta(hours=2)))
    connection.execute(insert(MOMENTS), [{"at": NOON}, {"at": early}])
    assert list(connection.scalars(select(MOMENTS.c.at).order_by(MOMENTS.c.at))) == [early, NOON]


def test_an_enum_is_kept_by_its_value(studio):
    """As plain text, which a new member or another tool can read."""
    with studio.db.write() as session:
        session.add(Person(name="Ada", role=Role.ENGINEER))
    with studio.db.read() as session:
        raw = session.connection().exec_driver_sql("SELECT role, typeof(role) FROM person").one()
        person = session.get_one(Person, 1)
    assert tuple(raw) == ("engineer", "text")
    assert person.role is Role.ENGINEER


def test_a_moment_read_as_text_is_what_isoformat_gives(connection):
    """With a part of a second and without one."""
    moments = [NOON, NOON + timedelta(microseconds=1200)]
    connection.execute(insert(MOMENTS), [{"at": moment} for moment in moments])
    read = connection.scalars(select(type_coerce(MOMENTS.c.at, MomentText)).order_by(MOMENTS.c.at))
    assert list(read) == [moment.isoformat() for moment in moments]
