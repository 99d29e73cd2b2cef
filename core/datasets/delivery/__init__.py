"""Bring frozen sets out: checked against their hashes, in any format, to a folder, a bucket or a browser."""

from core.datasets.delivery.copies import CopyView, list_copies, verify_copy
from core.datasets.delivery.deliver import AS_FROZEN, HUB, Form, card_of, download_dataset, export_dataset
from core.datasets.delivery.objects import (
    copy_input,
    frozen_rows,
    open_dataset,
    read_dataset,
    verify_dataset,
    verify_generation,
)
from core.datasets.delivery.push import Push
from core.datasets.delivery.streaming import stream_dataset

__all__ = [
    "AS_FROZEN",
    "HUB",
    "CopyView",
    "Form",
    "Push",
    "card_of",
    "copy_input",
    "download_dataset",
    "export_dataset",
    "frozen_rows",
    "list_copies",
    "open_dataset",
    "read_dataset",
    "stream_dataset",
    "verify_copy",
    "verify_dataset",
    "verify_generation",
]
