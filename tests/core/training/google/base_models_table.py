"""The table of base models as the documentation has it: rows that are alike stand together."""

from itertools import groupby
from pathlib import Path

from core.training.google.base_models import TABLE, KnownModel, day, last_checked

PAGE = Path(__file__).parents[4] / "docs" / "google-cloud.md"
BEGIN, END = "<!-- base models -->\n", "<!-- end of base models -->\n"
HEAD = (
    "| method | base model | state | tuned in → served from | retires | source |\n|---|---|---|---|---|---|\n"
)


def table() -> str:
    """What stands between the two marks."""
    rows = (_row(list(alike)) for _, alike in groupby(TABLE, _without_name))
    return f"Last checked on {day(last_checked())}.\n\n{HEAD}{''.join(rows)}"


def _without_name(one: KnownModel) -> tuple[object, ...]:
    return (one.method, one.stated, one.tuned_in, one.served_from, one.retires, one.doubt, one.source)


def _row(alike: list[KnownModel]) -> str:
    one = alike[0]
    places = zip(one.tuned_in, one.served_from, strict=True)
    cells = (
        f"`{one.method}`",
        ", ".join(f"`{known.name}`" for known in alike),
        one.stated.value,
        ", ".join(f"`{tuned}` → `{served}`" for tuned, served in places) or "–",
        _retires(one),
        f"[Google]({one.source}), {one.checked.isoformat()}",
    )
    return f"| {' | '.join(cells)} |\n"


def _retires(one: KnownModel) -> str:
    when = "" if one.retires is None else day(one.retires) + (" or later" if one.at_the_earliest else "")
    return "; ".join(part for part in (when, one.doubt) if part)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
