"""What a reward model costs and what it is good for: fit, program, accuracy, and people who follow it.

Run ``python tests/benchmarks/bench_reward.py [--pairs 2000 40000] [--quick]``. Posts, answers and people are
generated (`tests/core/rewards/generated_choices.py`), so accuracy is that of a known taste: the most that can
be had is printed beside it. A fit has a process of its own, whose peak of memory is printed. Times are of
the processor, so that others on the machine do not count. Exit status 1 if a figure is over its limit.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean, median

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.rewards.choices import HELD_OUT, folds_of
from core.rewards.fit import fit_model
from core.rewards.programs import model_code
from tests.core.rewards.generated_choices import judged, people, rows
from tests.core.rewards.odd_answers import as_lines, odd_samples
from tests.core.rewards.simulated_reinforcement import choices, learned, preferred

MOST_S, MOST_MEGABYTES, MOST_MS, MOST_KB = 60, 2048, 5.0, 100
LIMITED = 40_000
"""Pairs up to which the limits of time hold."""

SENTENCES = 25  # about 225 words a post, as in the public data set of 92,858 comparisons
TIMES = """
import json, sys, time
namespace = {}
exec(open(sys.argv[1], encoding="utf-8").read(), namespace)

def took(example, response):
    started = time.process_time()
    namespace["evaluate"](example, response)
    return 1000 * (time.process_time() - started)

samples = [json.loads(line) for line in sys.stdin]
for times in zip(*([took(*one) for one in samples] for _ in range(3))):
    print(min(times))
"""


def main() -> int:
    """Measure, print, and say what does not hold."""
    options = _options()
    if options.fit:
        _fit(options.fit, Path(options.program))
        return 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-reward-") as folder:
        program = Path(folder) / "reward.py"
        for pairs in options.pairs:
            wrong += _fitted(pairs, program)
        wrong += _answers(program)
    _reinforced(quick=options.quick)
    print(*wrong or ["all figures hold"], sep="\n")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, nargs="+", default=[2_000, 40_000, 92_858])
    parser.add_argument("--quick", action="store_true", help="a smaller reinforcement")
    parser.add_argument("--fit", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    return parser.parse_args()


def _fit(count: int, program: Path) -> None:
    """Fit in this process, keep the program, and print the figures as JSON."""
    pairs = [judged(row) for row in rows(count, seed=1, sentences=SENTENCES)]
    judges = people()
    apart = [abs(judges.worth(one.answers[0]) - judges.worth(one.answers[1])) for one in pairs]
    folds = folds_of(pairs)
    started = time.process_time()
    fitted = fit_model(pairs, folds, lambda _: None)
    seconds = time.process_time() - started
    program.write_text(model_code(fitted.weights), encoding="utf-8")
    cross = fitted.cross_validation
    told = {
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "kb": program.stat().st_size / 1000,
        "held_out": folds.count(HELD_OUT),
        "measures": cross.measures.value,
        "text": cross.text.value,
        "most": fmean(1 / (1 + math.exp(-judges.sure * one)) for one in apart),
        "strength": cross.strength,
        "iterations": fitted.rank_loss[-1].step,
        "loss": fitted.rank_loss[-1].held_out,
    }
    print(json.dumps(told))


def _fitted(pairs: int, program: Path) -> list[str]:
    """A fit in a process of its own; what of it is over its limit."""
    command = [sys.executable, __file__, "--fit", str(pairs), "--program", str(program)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    print(
        "{0:,} pairs: fitted in {seconds:.0f} s with {megabytes:.0f} MB, program of {kb:.0f} kB; right on "
        "{measures:.1%} with ten measures, {text:.1%} with text, of {most:.1%} that can be had; strength "
        "{strength:g}, {iterations} iterations, held-out loss {loss:.3f}".format(pairs, **told)
    )
    wrong = [f"{pairs:,} pairs: program of {told['kb']:.0f} kB"] * (told["kb"] > MOST_KB)
    if pairs <= LIMITED:
        wrong += [f"{pairs:,} pairs: {told['seconds']:.0f} s"] * (told["seconds"] > MOST_S)
    return wrong + [f"{pairs:,} pairs: {told['megabytes']:.0f} MB"] * (told["megabytes"] > MOST_MEGABYTES)


def _answers(program: Path) -> list[str]:
    """Milliseconds that the program takes for an answer, plain and odd: the best of three rounds."""
    plain = [
        ({"contents": [{"parts": [{"text": row["input_text"]}]}]}, {"parts": [{"text": row["candidate_0"]}]})
        for row in rows(1000, seed=2, sentences=SENTENCES)
    ]
    wrong = []
    for name, samples in (("plain", plain), ("odd", odd_samples(1000))):
        said = subprocess.run(
            [sys.executable, "-I", "-c", TIMES, str(program)],
            input=as_lines(samples).encode(),
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        took = [float(line) for line in said.splitlines()]
        print(f"1,000 {name} answers: median {median(took):.2f} ms, longest {max(took):.2f} ms")
        wrong += [f"{name} answer: {max(took):.2f} ms"] * (max(took) > MOST_MS)
    return wrong


def _reinforced(*, quick: bool) -> None:
    """How often held-out people prefer what the reward picks."""
    learned_from, asked = (500, 150) if quick else (4000, 600)
    reward = learned(choices(learned_from, seed=11))
    for n in (2, 4, 8, 16):
        found = preferred(reward, asked, n, seed=12)
        ends = found.interval
        print(
            f"best of {n} by a reward of {learned_from:,} choices: held-out people prefer it to the policy's "
            f"own answer on {found.share:.1%} ({ends.lower:.1%} to {ends.upper:.1%}) of {asked} prompts"
        )


if __name__ == "__main__":
    sys.exit(main())
