"""From an address to files: one, a folder's, or those that a pattern matches; their names tell them apart."""

import glob
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.sources import container_of, find_sources, source_of, source_of_bytes
from core.datasets.sources.find import has_wildcards, matches, without_wildcards
from core.errors import InvalidInput, NotFound, StudioError


@pytest.fixture
def folder(tmp_path):
    """Data files, other files, hidden ones, and a folder below."""
    names = ["b.jsonl", "a.csv.gz", "C.JSON", "notes.txt", ".hidden.jsonl", "text*.jsonl", "text1.jsonl"]
    below = ["below/d.jsonl", "below/deeper/e.jsonl", "below/f.txt", ".cache/g.jsonl"]
    for name in (*names, *below):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "folder.jsonl").mkdir()
    return tmp_path


def content(source):
    with source.open() as file:
        return file.read().decode()


def test_a_file(folder):
    """Whatever its name ends in; its bytes can be had again and again."""
    [source] = find_sources(str(folder / "notes.txt"))
    assert (source.name, source.size) == ("notes.txt", len("notes.txt"))
    assert content(source) == content(source) == "notes.txt"


def test_a_folder_means_its_data_files(folder):
    """Sorted by name; neither hidden files nor those of folders below."""
    expected = ["C.JSON", "a.csv.gz", "b.jsonl", "text*.jsonl", "text1.jsonl"]
    for address in (str(folder), f"{folder}/", f"file://{folder}"):
        assert [content(source) for source in find_sources(address)] == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.jsonl", ["b.jsonl", "text*.jsonl", "text1.jsonl"]),
        ("?.jsonl", ["b.jsonl"]),
        ("[a-c].*", ["a.csv.gz", "b.jsonl"]),
        ("*/*.jsonl", ["below/d.jsonl"]),
        ("**/[de].jsonl", ["below/d.jsonl", "below/deeper/e.jsonl"]),
        ("below/**", ["below/d.jsonl", "below/deeper/e.jsonl", "below/f.txt"]),
        (".h*", [".hidden.jsonl"]),
        ("text*.jsonl", ["text*.jsonl"]),
    ],
)
def test_wildcards(folder, pattern, expected):
    """As in a shell; a file of just that name comes first."""
    assert [content(source) for source in find_sources(f"{folder}/{pattern}")] == expected


def test_a_relative_path_and_a_home(folder, monkeypatch):
    """As in a shell, too."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    for address in ("b.jsonl", "below/../b.jsonl", "~/b.jsonl", "./[b].jsonl"):
        assert [content(source) for source in find_sources(address)] == ["b.jsonl"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("none.jsonl", r"There is no file .*none.jsonl; check the name\."),
        ("*.parquet", r"No file matches .*\*.parquet; check the folder and the wildcards\."),
        ("folder.json?", r"No file matches"),
        ("folder.jsonl", r"folder.jsonl holds no data file; looked for were names that end in \.jsonl, "),
        ("b.jsonl/below", r"There is no file"),
        ("a" * 300, r"too long for this file system"),
    ],
)
def test_what_is_not_there(folder, address, sentence):
    """The sentence says what was looked for."""
    with pytest.raises(StudioError, match=sentence):
        find_sources(f"{folder}/{address}")


@pytest.mark.parametrize("address", ["", "s3://bucket/a.jsonl", "gs://", "a\0b", "file://rel"])
def test_what_is_no_address(address):
    """As everywhere in the studio."""
    with pytest.raises(InvalidInput, match="Accepted are gs://"):
        find_sources(address)


def test_a_folder_is_no_file(tmp_path):
    """Nor is a name without anything behind it."""
    with pytest.raises(InvalidInput, match=f"There is no file {tmp_path}; check the name"):
        source_of(tmp_path)


def test_a_file_that_went_away(folder):
    """Between finding and opening."""
    [source] = find_sources(f"{folder}/b.jsonl")
    (folder / "b.jsonl").unlink()
    with pytest.raises(NotFound, match=r"There is no file .*b.jsonl \(any more\)"):
        source.open()


def test_a_name_that_is_not_unicode(tmp_path):
    """It can be read and shown."""
    with open(os.fsencode(tmp_path) + b"/\xff.jsonl", "wb"):  # noqa: PTH123 - a Path cannot be made of bytes
        pass
    assert [source.name for source in find_sources(str(tmp_path))] == ["\\udcff.jsonl"]


def test_bytes_are_not_copied():
    """A page holds an upload once."""
    content = bytes(1000)
    source = source_of_bytes("upload.jsonl", content)
    assert source.size == 1000
    with source.open() as first, source.open() as second:
        assert first.read() is content
        assert second.read() == content


def test_files_of_one_folder_have_their_own_names(tmp_path):
    """The folder says nothing."""
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text("{}\n")
    assert [one.name for one in find_sources(f"{tmp_path}/*.jsonl")] == ["one.jsonl", "two.jsonl"]


def test_files_of_several_folders_keep_what_tells_them_apart(tmp_path):
    """Else line 3 of part.jsonl could be either's."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "part.jsonl").write_text("{}\n")
    assert [one.name for one in find_sources(f"{tmp_path}/**/*.jsonl")] == ["a/part.jsonl", "b/part.jsonl"]


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf_16_is_called_by_its_name(mark):
    """Excel's “Unicode text” would else be one row of NUL characters."""
    with pytest.raises(InvalidInput, match=r"rows.txt is UTF-16, .* save it as UTF-8"):
        container_of(source_of_bytes("rows.txt", mark + "a\tb".encode("utf-16-le")))


NAMES = ["a.jsonl", "b.jsonl", "x/a.jsonl", "x/y/a.jsonl", "x/y/.a.jsonl", ".x/a.jsonl", "x/b.txt"]


@pytest.mark.parametrize("name", ["a*", "a?", "a[0-9]", "**/a"])
def test_a_name_with_wildcards(name):
    """Each of them is one."""
    assert has_wildcards(name)
    assert not has_wildcards("a.jsonl-00001-of-00002")


def test_folders_before_the_first_wildcard():
    """Only what is below them needs to be listed."""
    assert without_wildcards(["a", "b", "c*", "d"]) == ["a", "b"]
    assert without_wildcards(["*"]) == []


@given(
    pattern=st.lists(
        st.sampled_from(["*", "**", "?.jsonl", "[ab].*", "x", "y", ".*", "*.jsonl"]), min_size=1, max_size=4
    )
)
def test_the_same_files_as_a_shell_finds(tmp_path_factory, pattern):
    """Compared with Python's own glob on real files."""
    folder = tmp_path_factory.getbasetemp() / "wildcards"
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = glob.glob("/".join(pattern), root_dir=folder, recursive=True)  # noqa: PTH207 - what is compared with
    expected = {name for name in found if (folder / name).is_file()}
    assert {name for name in NAMES if matches(name.split("/"), pattern)} == expected
