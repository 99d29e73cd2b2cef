"""Files to import from a data hub: found and read as in a folder (the hub's own client, a local double)."""

import io
import os
import socket

import pyarrow as pa
import pytest
from pyarrow import parquet as files

from core.access import SYSTEM
from core.datasets.checks import Report
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.models import DatasetKind, FileImport
from core.datasets.sources import Container, container_of, find_sources, rows
from core.errors import InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from tests.core.builders import new_project
from tests.core.datasets.sources.reading_rows import LINE, ROW, gzipped, parquet
from tests.doubles.hub import TOKEN, running_hub

ODD = "data/50% ?#é.jsonl"
FILES = {
    "README.md": b"---\nlicense: mit\n---\n",
    ".gitattributes": b"*.parquet filter=lfs\n",
    "data/train-00000-of-00002.parquet": parquet({"input_text": ["x"] * 3}),
    "data/train-00001-of-00002.parquet": parquet({"input_text": ["y"] * 4}),
    "data/test.jsonl.gz": gzipped(LINE),
    ODD: LINE,
    "other/notes.txt": b"notes",
}
AT = "hf://datasets/team/prefs"
TRAIN = [name for name in FILES if "train" in name]


@pytest.fixture
def hub(monkeypatch):
    """A hub with a data set of two states; the studio has no token."""
    with running_hub() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.address)
        monkeypatch.delenv("HF_TOKEN", raising=False)
        repository = running.add("team/prefs", {"data/test.jsonl.gz": gzipped(LINE + b"\n" + LINE)})
        repository.tags["v1"] = repository.commits[0].oid
        repository.commit(FILES)
        yield running


@pytest.fixture
def with_token(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", TOKEN)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{AT}/data/*.parquet", TRAIN),
        (f"{AT}@main/data/*.parquet", TRAIN),
        (f"{AT}/data", [ODD, "data/test.jsonl.gz", *TRAIN]),
        (f"{AT}/data/", [ODD, "data/test.jsonl.gz", *TRAIN]),
        (f"{AT}/**/*0.parquet", []),
        (f"{AT}/**/train-*1-*", TRAIN[1:]),
        (f"{AT}/{TRAIN[0]}", TRAIN[:1]),
        (f"{AT}/{ODD}", [ODD]),
        (f"{AT}/other/notes.txt", ["other/notes.txt"]),
    ],
)
def test_what_an_address_means(hub, address, expected):
    """One file, a folder's data files, or what wildcards match; each at the commit that is read."""
    if not expected:
        with pytest.raises(InvalidInput, match="check the repository and the wildcards"):
            find_sources(address)
        return
    found = find_sources(address)
    folder = os.path.commonpath([os.path.dirname(key) for key in expected])  # noqa: PTH120 - keys, no paths
    commit = hub.repositories["team/prefs"].commits[-1].oid
    assert [(one.name, one.open().read(), one.size, one.version) for one in found] == [
        (key.removeprefix(folder).lstrip("/"), FILES[key], len(FILES[key]), f"{AT}@{commit}/{key}")
        for key in expected
    ]


def test_rows_are_read_as_from_a_folder(hub):
    """Parquet from its end, packed lines; of a tag what it names."""
    first, second, old = (*find_sources(f"{AT}/data/*.parquet"), *find_sources(f"{AT}@v1/data/*.gz"))
    assert [container_of(one) for one in (first, old)] == [Container.PARQUET, Container.JSONL]
    assert [sum(1 for _ in rows(one, Container.PARQUET, lambda *_: None)) for one in (first, second)] == [
        3,
        4,
    ]
    assert list(rows(old, Container.JSONL, lambda *_: None)) == [(1, ROW), (2, ROW)]


def test_a_revision_is_what_it_was_when_it_was_found(hub):
    """Somebody may push while rows are read: all of them come from one commit."""
    [source] = find_sources(f"{AT}/data/test.jsonl.gz")
    hub.repositories["team/prefs"].commit({"data/test.jsonl.gz": b"changed"})
    assert source.open().read() == FILES["data/test.jsonl.gz"]


def test_only_what_is_looked_at_is_fetched(hub):
    """The first rows of a file of 40 MB cost what they are, and its end."""
    texts = [os.urandom(20_000).hex() for _ in range(1000)]
    file = io.BytesIO()
    files.write_table(pa.table({"prompt": texts}), file, row_group_size=100)
    hub.add("team/large", {"a.parquet": file.getvalue()})
    [source] = find_sources("hf://datasets/team/large/a.parquet")
    assert (source.size or 0) > 35_000_000
    assert next(rows(source, container_of(source), lambda *_: None))[0] == 1
    assert sum(last - first for _, first, last in hub.ranges) < 12_000_000


@pytest.mark.parametrize(
    ("address", "kind", "sentence"),
    [
        (f"{AT}/none.jsonl", InvalidInput, "There is nothing at hf://datasets/team/prefs/none.jsonl; check"),
        (f"{AT}", InvalidInput, r"holds no data file.* Those of its folders: add \*\*/\*\.parquet"),
        (f"{AT}@v9/data", NotFound, "names a revision that team/prefs does not have"),
        (
            "hf://datasets/team/none",
            NotFound,
            "no data set team/none on the hub that everybody may see.*HF_TOKEN",
        ),
        ("hf://datasets/team/hidden", NotFound, "on the hub that everybody may see"),
        ("hf://datasets/team/gated/a.jsonl", NotAllowed, "is gated.*/datasets/team/gated with an account"),
        ("hf://datasets/team/old", InvalidInput, "is called team/new now"),
        ("hf://team/prefs", InvalidInput, "does not begin with hf://datasets/"),
        ("hf://datasets/team", InvalidInput, "names no repository"),
        ("hf://datasets/te am/prefs", InvalidInput, "names no repository"),
        (f"{AT}@/a", InvalidInput, "names no possible revision"),
        (f"{AT}/../a", InvalidInput, "has '.' or '..'"),
    ],
)
def test_what_is_not_there(hub, address, kind, sentence):
    """What is wrong, and what to do, in a sentence; without a token."""
    hub.add("team/hidden", FILES, private=True)
    hub.add("team/gated", FILES, gated=True)
    hub.repositories["team/old"] = hub.add("team/new", FILES)
    with pytest.raises(kind, match=sentence):
        find_sources(address)


def test_a_private_data_set_needs_the_token(hub, with_token):
    """It goes to the hub alone; where the hub does not know it, that is said without it."""
    hub.add("team/hidden", FILES, private=True)
    assert len(find_sources("hf://datasets/team/hidden/data/*.parquet")) == 2
    assert set(hub.authorizations.values()) == {f"Bearer {TOKEN}"}
    hub.add("team/gated", FILES, gated=True)
    with pytest.raises(NotAllowed, match="with the account of HF_TOKEN"):
        find_sources("hf://datasets/team/gated/a.jsonl")


@pytest.mark.parametrize("name", ["hf_other", "hf_\xe9"])
def test_a_token_is_never_shown(hub, monkeypatch, name):
    """Neither in the sentence nor in what caused it."""
    monkeypatch.setenv("HF_TOKEN", name)
    with pytest.raises(NotAllowed) as caught:
        find_sources(AT)
    assert name not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_token_that_lies_in_a_file_is_not_looked_for(hub, monkeypatch, tmp_path):
    """Whoever runs the studio may be signed in at a hub for other work."""
    (tmp_path / "token").write_text("hf_of_somebody")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "token"))
    find_sources(f"{AT}/data")
    assert set(hub.authorizations.values()) == {""}


@pytest.mark.parametrize(("status", "kind"), [(429, QuotaExceeded), (503, Unavailable), (400, InvalidInput)])
def test_a_hub_in_trouble(hub, status, kind):
    """Each in words of its own."""
    hub.refuses = status
    with pytest.raises(kind, match="hub"):
        find_sources(f"{AT}/data")


def test_no_network(monkeypatch):
    """The sentence says which address was asked."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("HF_ENDPOINT", nobody)
        with pytest.raises(Unavailable, match=f"The hub at {nobody} does not answer") as caught:
            find_sources(f"{AT}/data")
    assert isinstance(caught.value, StudioError)


def test_an_import_keeps_the_commit(hub, studio):
    """Which state of the files was read stands with the import."""
    project = new_project(studio)
    plan = ImportPlan(project, DatasetKind.PROMPT, f"{AT}/data/*.parquet")
    result = import_rows(studio.db, SYSTEM, plan, find_sources(f"{AT}/data/*.parquet"))
    assert result.counts.rows == 2
    commit = hub.repositories["team/prefs"].commits[-1].oid
    with studio.db.read() as session:
        kept = session.get(FileImport, 1)
        assert kept is not None
        assert Report.from_json(kept.report).versions == [f"{AT}@{commit}/{name}" for name in TRAIN]
