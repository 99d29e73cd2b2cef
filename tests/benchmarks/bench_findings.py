"""How often the right finding is made of generated runs, and how often a false alarm; prints a table.

Run ``python -m tests.benchmarks.bench_findings [--runs 1000] [--family NAME ...]``: a few minutes. Each
family is drawn in two forms: the plain one (exponentials, normal noise, even steps), and one that the
findings were not built on (power laws and logistic curves, heavy-tailed or correlated noise, uneven steps
that go on from another training). "right" is the share of runs with every finding that has to be there,
about the right curve; "alarms" of runs in which nothing is wrong is the share with any warning.
"""

import argparse
from collections import Counter
from time import perf_counter

import numpy as np

from core.curves import Tone, find
from tests.benchmarks.run_load import FAMILIES, HELD_OUT, PLAIN, Family, Form

ALARMS = {Tone.WARNING, Tone.BAD}


def measure(family: Family, form: Form, runs: int, seed: int = 0) -> tuple[int, int, Counter[str]]:
    """How many runs were read right, in how many there was a false alarm, and what was found instead."""
    right, alarmed, instead = 0, 0, Counter[str]()
    for number in range(runs):
        found = find(family.run(form, np.random.default_rng([seed, number])), family.context)
        kinds = {one.kind for one in found}
        about = [one.curves[0][1] for one in found if one.kind in family.right[0]]
        good = all(kinds & wanted for wanted in family.right) and (
            not family.main or about[:1] == [family.main]
        )
        alarm = family.well and any(one.tone in ALARMS for one in found)
        right, alarmed = right + good, alarmed + alarm
        if not good or alarm:
            told = {
                f"{one.kind.value}: {one.curves[0][1]}" for one in found if not good or one.tone in ALARMS
            }
            instead[", ".join(sorted(told))] += 1
    return right, alarmed, instead


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--family", nargs="*", default=list(FAMILIES))
    parser.add_argument("--why", action="store_true", help="Say what was found instead.")
    given = parser.parse_args()
    print(f"{'family':32}{'form':10}{'right':>8}{'alarms':>8}{'ms a run':>10}")
    for name in given.family:
        for form in (PLAIN, HELD_OUT):
            begun = perf_counter()
            right, alarmed, instead = measure(FAMILIES[name], form, given.runs)
            spent = 1000 * (perf_counter() - begun) / given.runs
            alarms = f"{alarmed / given.runs:.1%}" if FAMILIES[name].well else ""
            print(f"{name:32}{form.name:10}{right / given.runs:8.1%}{alarms:>8}{spent:10.1f}", flush=True)
            if given.why:
                for what, count in instead.most_common(4):
                    print(f"    {count:5} {what}")


if __name__ == "__main__":
    main()
