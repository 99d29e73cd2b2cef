"""Where runs at Google write, a folder each in the bucket; and frozen sets, put where Google reads them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import BinaryIO, cast

from core.cloud import NO_BUCKET, SET_BUCKET, cloud_settings
from core.datasets import DatasetView
from core.datasets.delivery import (
    AS_FROZEN,
    Form,
    frozen_rows,
    open_dataset,
    verify_dataset,
    verify_generation,
)
from core.datasets.exports import write_rows
from core.datasets.scratch import HashedFile, room_for_files
from core.errors import InvalidInput
from core.progress import ShowProgress, Tell
from core.storage import CloudAddress, open_store, parse_address

RUNS = "prefstudio/runs"
RUN_ID = "<the run's id>"
"""What stands for it in what is shown before the launch."""


def staging_address() -> str:
    """Where runs write.

    Raises:
        InvalidInput: No bucket is set.
    """
    if address := cloud_settings().staging_address:
        return address
    raise InvalidInput(f"{NO_BUCKET} {SET_BUCKET}")


def root_of(job_id: str) -> str:
    """Where a run writes.

    Raises:
        InvalidInput: No bucket is set.
    """
    return f"{staging_address()}/{RUNS}/{job_id}"


def bucket_of(root: str) -> str:
    """Where the run's bucket (and its folder there) was when the run was launched; settings may change."""
    return root.partition(f"/{RUNS}/")[0]


FOLDER = "prefstudio/datasets"
HASH_DIGITS = 12
MEGABYTE = 1_000_000


def upload_input(dataset: DatasetView, form: Form, bucket: str, *, tell: Tell) -> str:
    """Say where the cloud reads a set in a form, and put it there if need be; may be called again.

    A set that lies in a bucket as it was frozen is read where it is, if it is still the version that was
    frozen. Anything else is put once below ``prefstudio/datasets`` under a name made from its content.

    Args:
        dataset: The set.
        form: The format its rows are needed in.
        bucket: Where copies go, ``name`` or ``gs://name[/prefix]``.
        tell: Told how far an upload is; raising from it cancels and leaves no object.

    Returns:
        A ``gs://`` address.

    Raises:
        Conflict: The frozen object has changed, or another object stands under the name.
        NotFound: The frozen object is gone.
    """
    if form == AS_FROZEN and is_in_cloud(dataset):
        tell(f"Checking that data set {dataset.name} is still as it was frozen.")
        verify_generation(dataset)
        return dataset.address
    store = open_store(bucket_address(bucket))
    with _in_form(dataset, form) as (file, sha256):
        progress = upload_progress(f"data set {dataset.name}", tell)
        return store.put(_key(dataset, form, sha256), file, progress=progress).address


def upload_progress(what: str, tell: Tell) -> ShowProgress:
    """Tell in sentences how far an upload is."""
    return lambda at: tell(f"Uploading {what}: {at.done / MEGABYTE:,.1f} MB.")


def is_in_cloud(dataset: DatasetView) -> bool:
    """Whether the set's own object lies in a bucket."""
    return isinstance(parse_address(dataset.address), CloudAddress)


def bucket_address(bucket: str) -> str:
    """A bucket as people write it, ``name`` or ``gs://name[/prefix]``, as an address without '/' at the end.

    Raises:
        InvalidInput: It names no possible bucket.
    """
    return str(parse_address(f"gs://{bucket.removeprefix('gs://')}"))


def _key(dataset: DatasetView, form: Form, sha256: str) -> str:
    name = f"{dataset.kind.value}-{dataset.number}-{sha256[:HASH_DIGITS]}.{form.format.name}.jsonl"
    return f"{FOLDER}/{name}"


@contextmanager
def _in_form(dataset: DatasetView, form: Form) -> Iterator[tuple[BinaryIO, str]]:
    """The set in a form, to be read from its beginning, and the hash of that."""
    if form == AS_FROZEN:
        verify_dataset(dataset)
        with open_dataset(dataset) as file:
            yield file, dataset.sha256
        return
    with room_for_files(), closing(HashedFile()) as made:
        write_rows(form.format, frozen_rows(dataset), cast("BinaryIO", made), metadata=form.metadata)
        made.finish()
        yield made.file, made.sha256
