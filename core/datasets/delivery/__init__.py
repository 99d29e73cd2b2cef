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
from core.datasets.delivery.row_index import DECIDED, index_of, is_whole, place_of_index
from core.datasets.delivery.row_reading import RowFilter, RowPage, count_rows, pair_numbers, read_rows
from core.datasets.delivery.streaming import stream_dataset

__all__ = [
    "AS_FROZEN",
    "DECIDED",
    "HUB",
    "CopyView",
    "Form",
    "Push",
    "RowFilter",
    "RowPage",
    "card_of",
    "copy_input",
    "count_rows",
    "download_dataset",
    "export_dataset",
    "frozen_rows",
    "index_of",
    "is_whole",
    "list_copies",
    "open_dataset",
    "pair_numbers",
    "place_of_index",
    "read_dataset",
    "read_rows",
    "stream_dataset",
    "verify_copy",
    "verify_dataset",
    "verify_generation",
]
