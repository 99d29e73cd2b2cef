"""Files that are found together are told apart by their names."""

import pytest

from core.datasets.sources import container_of, find_sources, source_of_bytes
from core.errors import InvalidInput


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
