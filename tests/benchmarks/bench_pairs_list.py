"""What the list of pairs costs with a million judgments on 100,000 pairs: each filter, orders, words, counts.

Run ``python tests/benchmarks/bench_pairs_list.py [--pairs 100000] [--only SQLite] [--rounds 5]
[--kept FOLDER]``; filled homes stay in the folder for the next run. A line is a filter: milliseconds at the
median for the first page newest first, the next page, the first page with the longest first, and the count of
a thousand; and the queries of a page. Words are learned before, and what that takes is printed. Exit status 1
if something takes longer than 300 ms.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.labelling import Outcome, ProjectView
from core.labelling.finding import PairFilter, PairSort, PairState, count_pairs, list_pairs, offered_values
from core.services import Studio
from tests.benchmarks.pairs_load.filling import FILES, MODELS, RARE
from tests.benchmarks.pairs_load.kept import filled
from tests.benchmarks.queue_load.servers import KINDS, has_postgres
from tests.core.builders import statements

LONGEST_MS = 300.0
A_DAY = date(2026, 3, 7)


def filters(person: int) -> Mapping[str, PairFilter]:
    """By what they are called."""
    named: dict[str, dict[str, Any]] = {"everything": {}}
    named |= {f"state {one.value}": {"state": one} for one in PairState}
    named |= {f"comes to {one.value}": {"choice": one} for one in Outcome if one != Outcome.UNDO}
    named |= {name: {name: True} for name in ("disputed", "flagged", "gold", "calibration")}
    named |= {
        "not flagged": {"flagged": False},
        "file": {"origin": FILES[0]},
        "model": {"model": MODELS[3]},
        "language": {"language": "de"},
        "tag": {"tag": "look again"},
        "tag, seldom": {"tag": "seldom"},
        "length": {"shortest": 1500, "longest": 1600},
        "person": {"person": person},
        "person's ties": {"person": person, "choice": Outcome.TIE},
        "a day": {"since": A_DAY, "until": A_DAY},
        "since a day": {"since": A_DAY},
        "person, a day": {"person": person, "since": A_DAY, "until": A_DAY},
        "words": {"text": "ta en"},
        "a rare word": {"text": RARE},
        "a beginning": {"text": f"{RARE[:4]}*"},
        "a phrase": {"text": '"ta en"'},
        "words, disputed": {"text": "ta", "disputed": True, "model": MODELS[1]},
        "nothing": {"text": "nowhere"},
    }
    return {name: PairFilter(**asked) for name, asked in named.items()}


def main() -> int:
    """Measure both databases, print, and say what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--only", choices=KINDS, help="one of the databases")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kept", type=Path, help="a folder for the filled homes")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if options.only in {None, kind} and (kind == KINDS[0] or has_postgres())]
    wrong = [one for kind in kinds for one in measure(kind, options)]
    print("\n".join(wrong) or "all figures hold")
    return 1 if wrong else 0


def measure(kind: str, options: argparse.Namespace) -> list[str]:
    """One database."""
    with filled(kind, options.pairs, options.kept) as there:
        studio, project = there.studio, there.project
        wrong = _lists(kind, studio, project, there.person, options.rounds)
        offered = _median(lambda: studio.db.ask(offered_values, project), options.rounds)
        print(f"{kind:10} what filters offer{offered:10.1f} ms", flush=True)
    return wrong


def _lists(kind: str, studio: Studio, project: ProjectView, person: int, rounds: int) -> list[str]:
    wrong, asked = [], studio.db.ask
    for name, wanted in filters(person).items():
        with statements(studio.db) as sent:
            first = asked(list_pairs, project, wanted)
        times = {
            "first": _median(lambda: asked(list_pairs, project, wanted), rounds),  # noqa: B023 - at once
            "next": _median(lambda: asked(list_pairs, project, wanted, after=first.after), rounds),  # noqa: B023
            "sorted": _median(lambda: asked(list_pairs, project, wanted, PairSort.LONGEST), rounds),  # noqa: B023
            "count": _median(lambda: asked(count_pairs, project, wanted), rounds),  # noqa: B023
        }
        shown = "".join(f"{took:10.1f}" for took in times.values())
        print(f"{kind:10} {name:18}{shown} ms{len(sent):4} queries", flush=True)
        wrong += [
            f"{kind}, {name}, {what}: {took:.0f} ms" for what, took in times.items() if took > LONGEST_MS
        ]
    return wrong


def _median(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
