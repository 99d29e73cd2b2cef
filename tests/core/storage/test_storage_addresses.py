"""Addresses: what is accepted, what is refused, and that writing and reading them agree."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.storage.addresses import CloudAddress, HubAddress, LocalAddress, parse_address
from core.storage.base import key_problem

anytime = settings(deadline=None)  # a busy machine is no failure
path_part = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1)
path_parts = st.lists(path_part.filter(lambda text: text not in {".", ".."}), min_size=1, max_size=4)
name_letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\")
name_parts = st.lists(st.text(alphabet=name_letters, min_size=1), min_size=1, max_size=4)
names = name_parts.map("/".join).filter(lambda name: not key_problem(name))
bucket = st.from_regex(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]", fullmatch=True)


@anytime
@given(path_parts)
def test_a_local_address_comes_back_from_its_text(parts):
    """Every path survives being written as file:// and read again, whatever its letters."""
    address = LocalAddress(Path("/", *parts))
    assert str(address).isascii()
    assert parse_address(str(address)) == address


@anytime
@given(path_parts)
def test_an_absolute_path_is_its_own_address(parts):
    """A plain path means itself: nothing in it is decoded."""
    path = Path("/", *parts)
    if "://" not in str(path):
        assert parse_address(str(path)) == LocalAddress(path)


@anytime
@given(bucket, st.just("") | names)
def test_a_cloud_address_comes_back_from_its_text(bucket, name):
    """Every bucket and name survives; nothing is percent-encoded there."""
    address = CloudAddress(bucket, name)
    assert parse_address(str(address)) == address


@anytime
@given(st.text(alphabet=st.characters()))
def test_any_text_is_read_or_refused(text):
    """No text makes anything but an address or a refusal that says what is accepted."""
    for candidate in (text, f"file://{text}", f"file:///{text}", f"gs://{text}", f"gs://bucket/{text}"):
        try:
            address = parse_address(candidate)
        except InvalidInput as refusal:
            assert "gs://bucket/name" in str(refusal)  # noqa: PT017 - a refusal is one of two right answers
        else:
            assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file:///data/a%20b%23c%3Fd%25e.jsonl", "/data/a b#c?d%e.jsonl"),
        ("file://localhost/data", "/data"),
        ("file:///data/", "/data"),
        ("file:////data//x", "/data/x"),
        ("file:///", "/"),
        ("/data/100%25 of#it?", "/data/100%25 of#it?"),
        ("/data/../etc/./x", "/etc/x"),
        ("//data", "/data"),
    ],
)
def test_local_addresses_are_understood(text, path):
    """Percent-encoding counts in file:// only, and paths come out plain and absolute."""
    assert parse_address(text) == LocalAddress(Path(path))


def test_home_and_relative_paths_become_absolute(monkeypatch, tmp_path):
    """'~' is the home folder; a relative path starts where the program runs."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert parse_address("~/x") == LocalAddress(tmp_path / "home" / "x")
    assert parse_address("x/y") == LocalAddress(tmp_path / "x" / "y")


@pytest.mark.parametrize(
    ("text", "bucket", "name"),
    [
        ("gs://my-bucket", "my-bucket", ""),
        ("gs://my-bucket/", "my-bucket", ""),
        ("gs://my_bucket.example.com/a b#c?d%20e", "my_bucket.example.com", "a b#c?d%20e"),
        ("gs://my-bucket/folder/", "my-bucket", "folder"),
    ],
)
def test_cloud_addresses_are_understood(text, bucket, name):
    """Names are taken literally, and a '/' at the end makes no difference."""
    assert parse_address(text) == CloudAddress(bucket, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nul\0",
        "\ud800",
        "s3://bucket/x",
        "https://storage.example.com/bucket/x",
        "GS://bucket",
        "://x",
        "gs://",
        "gs:///name",
        "gs://UPPER/x",
        "gs://ab/x",
        "gs://bucket//x",
        "gs://bucket/../x",
        "gs://bucket/a\\b",
        "file://",
        "file://relative",
        "file://host/share",
        "file://~/x",
        "file:///a#b",
        "file:///a?b",
        "file:///100%",
        "file:///%zz",
        "file:///%ff",
        "file:///%00",
    ],
)
def test_anything_else_is_refused(text):
    """What cannot be an address is refused before anything is touched."""
    with pytest.raises(InvalidInput):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "parts", "written"),
    [
        ("hf://datasets/o/n", ("o/n", "", ""), "hf://datasets/o/n"),
        ("hf://datasets/o/n/", ("o/n", "", ""), "hf://datasets/o/n"),
        ("hf://datasets/o/n@main/a b@c/d#", ("o/n", "a b@c/d#", "main"), "hf://datasets/o/n@main/a b@c/d#"),
        ("hf://datasets/o/n/a@b", ("o/n", "a@b", ""), "hf://datasets/o/n/a@b"),
        ("hf://datasets/o/n@a%2Fb/c", ("o/n", "c", "a/b"), "hf://datasets/o/n@a%2Fb/c"),
        (
            "hf://datasets/o/n@refs/convert/parquet/c",
            ("o/n", "c", "refs/convert/parquet"),
            "hf://datasets/o/n@refs/convert/parquet/c",
        ),
        ("hf://datasets/o/n@refs%2Fpr%2F7", ("o/n", "", "refs/pr/7"), "hf://datasets/o/n@refs/pr/7"),
    ],
)
def test_addresses_on_a_hub(text, parts, written):
    """Repository, path and revision; read again, what is written says the same."""
    found = parse_address(text)
    assert isinstance(found, HubAddress)
    assert (found.repository, found.name, found.revision) == parts
    assert str(found) == written
    assert parse_address(str(found)) == found


def test_a_refusal_names_what_is_accepted():
    """The sentence quotes the address, says what is wrong and what would be right."""
    with pytest.raises(InvalidInput) as refusal:
        parse_address("s3://bucket/x")
    assert str(refusal.value) == (
        "The address 's3://bucket/x' has the unknown scheme 's3://'. Accepted are gs://bucket/name, "
        "hf://datasets/owner/name/path, file:///absolute/path (with '#', '?' and '%' written as %23, %3F and "
        "%25) and a plain path on this machine."
    )
