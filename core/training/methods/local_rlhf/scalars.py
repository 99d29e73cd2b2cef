"""Writing a task's curves as TensorBoard event files, as Google's pipeline leaves them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from core.training.methods.local_rlhf.run_log import say
from core.training.methods.local_rlhf.steps import Report

LOG_EVERY = 50
"""Steps between two lines in the run's log."""


@contextmanager
def scalar_report(metrics: Path, *, steps: int) -> Iterator[Report]:
    """A report that writes every point into an event file below ``metrics/train`` and flushes it at once.

    The scalars are TF2 tensor summaries, as in the real logs: tbparse shows them in ``.tensors``.
    """
    from tensorboard.summary import Writer  # noqa: PLC0415 - takes 0.1 s, and only tasks write

    folder = metrics / "train"
    folder.mkdir(parents=True, exist_ok=True)
    writer = Writer(str(folder))

    def report(step: int, scalars: Mapping[str, float]) -> None:
        for tag, value in scalars.items():
            writer.add_scalar(tag, value, step)
        writer.flush()  # a page follows the run, and the writer itself would wait two minutes
        if step in (1, steps) or step % LOG_EVERY == 0:
            say(f"step {step} of {steps}: {_in_words(scalars)}")

    try:
        yield report
    finally:
        writer.close()


def _in_words(scalars: Mapping[str, float]) -> str:
    """Scalars for a line of the log, such as "reward 1.25, kl_loss 0.4"."""
    return ", ".join(f"{tag} {value:.4g}" for tag, value in scalars.items())
