"""Files to import from Cloud Storage: found and read as in a folder (Google's client, an emulator)."""

import io
import os

import pytest

from core.datasets.sources import Container, container_of, find_sources, rows
from core.errors import InvalidInput, NotFound
from core.storage import open_store
from tests.core.datasets.sources.reading_rows import LINE, ROW, gzipped, parquet, zstandard
from tests.doubles.gcs import running_emulator

FILES = {
    "data/b.jsonl": LINE + b"\n" + LINE,
    "data/a.jsonl.gz": gzipped(LINE),
    "data/c.zst": zstandard(b"[" + LINE + b"]"),
    "data/d.parquet": parquet({"input_text": ["x"] * 3}),
    "data/notes.txt": b"notes",
    "data/.hidden.jsonl": LINE,
    "data/below/e.jsonl": LINE,
    "data/below/deeper/f.jsonl": LINE,
    "data/what?.jsonl": LINE,
    "dat.jsonl": LINE,
    "other/notes.txt": b"notes",
}


@pytest.fixture(scope="module")
def bucket():
    """A bucket with files as a team leaves them."""
    with running_emulator() as emulator:
        address = f"gs://{emulator.new_bucket()}"
        for key, content in FILES.items():
            open_store(address).put(key, io.BytesIO(content))
        yield address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("data/b.jsonl", ["data/b.jsonl"]),
        ("data/notes.txt", ["data/notes.txt"]),
        ("data", ["data/a.jsonl.gz", "data/b.jsonl", "data/d.parquet", "data/what?.jsonl"]),
        ("data/", ["data/a.jsonl.gz", "data/b.jsonl", "data/d.parquet", "data/what?.jsonl"]),
        ("", ["dat.jsonl"]),
        ("data/*.jsonl", ["data/b.jsonl", "data/what?.jsonl"]),
        ("data/[ac].*", ["data/a.jsonl.gz", "data/c.zst"]),
        ("d*/?.jsonl", ["data/b.jsonl"]),
        ("data/**/?.jsonl", ["data/b.jsonl", "data/below/deeper/f.jsonl", "data/below/e.jsonl"]),
        ("**/e.jsonl", ["data/below/e.jsonl"]),
        ("data/what?.jsonl", ["data/what?.jsonl"]),
    ],
)
def test_what_an_address_means(bucket, address, expected):
    """One object, a folder's data files, or what wildcards match; each with its bytes and their number.

    Names are without the folder that all are in.
    """
    found = find_sources(f"{bucket}/{address}")
    folder = os.path.commonpath([os.path.dirname(key) for key in expected])  # noqa: PTH120 - keys, no paths
    assert [(source.name, source.open().read(), source.size) for source in found] == [
        (key.removeprefix(folder).lstrip("/"), FILES[key], len(FILES[key])) for key in expected
    ]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("none.jsonl", r"There is nothing at gs://.*/none.jsonl; check the address\."),
        ("data/*.csv", r"No object matches gs://.*/data/\*.csv; check the bucket and the wildcards\."),
        ("other", r"gs://.*/other holds no data file; looked for were names that end in \.jsonl, "),
    ],
)
def test_what_is_not_there(bucket, address, sentence):
    """The sentence says what was looked for."""
    with pytest.raises(InvalidInput, match=sentence):
        find_sources(f"{bucket}/{address}")


@pytest.mark.parametrize(
    "address", ["gs://no-such-bucket", "gs://no-such-bucket/a*", "gs://no-such-bucket/a"]
)
def test_a_bucket_that_is_not_there(bucket, address):
    """It is a sentence as well."""
    with pytest.raises((InvalidInput, NotFound), match="heck the address"):
        find_sources(address)


@pytest.mark.parametrize(
    ("name", "container", "count"),
    [
        ("b.jsonl", Container.JSONL, 2),
        ("a.jsonl.gz", Container.JSONL, 1),
        ("c.zst", Container.JSON, 1),
        ("d.parquet", Container.PARQUET, 3),
    ],
)
def test_rows_are_read_as_from_a_folder(bucket, name, container, count):
    """Recognised, unpacked, Parquet from its end."""
    [source] = find_sources(f"{bucket}/data/{name}")
    assert container_of(source) == container
    found = list(rows(source, container, lambda *_: None))
    assert [number for number, _ in found] == list(range(1, count + 1))
    assert container == Container.PARQUET or found[0] == (1, ROW)
