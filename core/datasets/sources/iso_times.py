"""Times as ISO 8601 writes them: lengths such as P1DT2H3.5S, and moments past Python's year 9999."""

from datetime import date, timedelta

NANOSECONDS = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
"""In each unit that Arrow counts in."""

SECONDS_A_DAY = 24 * 60 * 60
CYCLE, YEARS_A_CYCLE = 146_097, 400  # days after which the calendar begins anew, and years


def iso_day(days: int) -> str:
    """So many days after 1 January 1970; a year that has not four digits has a sign before it."""
    cycles, rest = divmod(days, CYCLE)
    day = date(1970, 1, 1) + timedelta(rest)
    year = day.year + cycles * YEARS_A_CYCLE
    return f"{f'{year:04d}' if 0 <= year <= 9999 else f'{year:+05d}'}-{day:%m-%d}"  # noqa: PLR2004 four digits


def iso_moment(nanoseconds: int) -> str:
    """So much time after the beginning of 1 January 1970."""
    seconds, rest = divmod(nanoseconds, 10**9)
    days, seconds = divmod(seconds, SECONDS_A_DAY)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"{iso_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{fraction}"


def iso_duration(nanoseconds: int) -> str:
    """A length of time in days, hours, minutes and seconds; a negative one has a minus before it."""
    seconds, rest = divmod(abs(nanoseconds), 10**9)
    days, seconds = divmod(seconds, SECONDS_A_DAY)
    sign = "-" if nanoseconds < 0 else ""
    return f"{sign}P{_parts((days, 'D'))}{_time(seconds, rest)}" if nanoseconds else "PT0S"


def iso_interval(months: int, days: int, milliseconds: int) -> str:
    """A length of time by the calendar: a month is no fixed number of days, nor a day of hours."""
    seconds, rest = divmod(milliseconds, 1000)
    years, months = divmod(months, 12)
    calendar = _parts((years, "Y"), (months, "M"), (days, "D"))
    return f"P{calendar}{_time(seconds, rest * 10**6)}" if calendar or milliseconds else "PT0S"


def nanoseconds_of(value: timedelta) -> int:
    """Python counts to the microsecond; the kind that pandas makes of it knows nanoseconds."""
    microseconds = (value.days * SECONDS_A_DAY + value.seconds) * 10**6 + value.microseconds
    return microseconds * 1000 + int(getattr(value, "nanoseconds", 0))


def _time(seconds: int, nanoseconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    last = f"{seconds}{fraction}S" if seconds or nanoseconds else ""
    told = _parts((hours, "H"), (minutes, "M")) + last
    return f"T{told}" if told else ""


def _parts(*parts: tuple[int, str]) -> str:
    return "".join(f"{number}{letter}" for number, letter in parts if number)
