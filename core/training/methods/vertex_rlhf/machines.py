"""The two machines Google's pipeline trains on: where they are, and what they are called elsewhere.

Source: ``resolve_machine_spec`` in google-cloud-pipeline-components 2.22.0, ``_implementation/llm``.
"""

from dataclasses import dataclass
from typing import Literal

AcceleratorType = Literal["GPU", "TPU"]


@dataclass(frozen=True)
class Machine:
    """What one kind of accelerator comes to.

    Attributes:
        region: Where the tuning tasks run, whatever the pipeline's own location is.
        price_item: Its name in the price table.
    """

    region: str
    title: str
    price_item: str


MACHINES: dict[AcceleratorType, Machine] = {
    "GPU": Machine("us-central1", "8 × A100 80 GB (a2-ultragpu-8g)", "a2-ultragpu-8g hour"),
    "TPU": Machine("europe-west4", "64 cores of TPU v3", "TPU v3 64 cores hour"),
}

ONLY_ON_TPU = frozenset({"t5-large", "t5-xl", "t5-xxl"})
"""Source: the pipeline's own documentation of ``large_model_reference``."""

SHUT_DOWN = frozenset({"text-bison@001", "text-bison@002", "chat-bison@001"})
"""Google shut these down in April 2025. Only they were uploaded and deployed after tuning."""
