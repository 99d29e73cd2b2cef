"""The method ``local-rlhf``: a small but real RLHF that runs on a laptop, in the shape of a Vertex run.

``layout`` says what lies in a run's folder, ``child`` is the process that carries a run out and ``events``
its diary.
"""

from core.training.methods.local_rlhf.layout import LocalRun, RunInputs, read_run

__all__ = ["LocalRun", "RunInputs", "read_run"]
