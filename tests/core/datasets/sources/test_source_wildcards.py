"""Wildcards for storage without folders mean what a shell means by them."""

import glob

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.sources.find import has_wildcards, matches, without_wildcards

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
