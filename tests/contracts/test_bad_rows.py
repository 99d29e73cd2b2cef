"""A whole backup with rows that cannot be kept is refused by file, table and line, on either database."""

import json
import zipfile
from contextlib import ExitStack, closing
from hashlib import sha256

import pytest
from sqlmodel import SQLModel

from core.access import Person, Role
from core.access.models import ProjectRole
from core.backup import make_backup, restore_backup
from core.errors import InvalidInput
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.conftest import DATABASES
from tests.core.backup.test_broken_backups import changed
from tests.core.builders import new_person


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A backup of a studio with two people."""
    folder = tmp_path_factory.mktemp("made")
    with closing(open_studio(load_settings(home=folder / "home", store="", database=""))) as studio:
        ada = new_person(studio, name="Ada")
        new_person(studio, name="Ben")
        with studio.db.write() as session:
            session.add(ProjectRole(project_id=1, person_id=ada.id, role=Role.LEAD))
        make_backup(studio, folder / "backup")
    return folder / "backup"


@pytest.fixture(params=DATABASES)
def database(request):
    """The address of an empty database; SQLite's is in the home."""
    with ExitStack() as stack:
        is_sqlite = request.param == "sqlite"
        yield "" if is_sqlite else stack.enter_context(request.getfixturevalue("postgres").fresh())


def with_lines(made, to, table: str, edit):
    """The backup with other lines in a table, and whole."""
    with zipfile.ZipFile(made) as old:
        manifest = json.loads(old.read("manifest.json"))
        lines = edit(old.read(f"tables/{table}.jsonl").splitlines(keepends=True))
    text = b"".join(lines)
    (part,) = (one for one in manifest["tables"] if one["name"] == table)
    part |= {"size": len(text), "sha256": sha256(text).hexdigest(), "rows": len(lines)}
    sealed = json.dumps(manifest).encode()
    seal = sha256(sealed).hexdigest().encode()
    return changed(made, to, **{f"tables__{table}_jsonl": text}, manifest_json=sealed, manifest_sha256=seal)


def cell(line: bytes, column: str, value) -> bytes:
    """A person's line with another value."""
    names = sorted(one.name for one in SQLModel.metadata.tables[Person.__tablename__].columns)
    return (
        json.dumps(
            [value if name == column else one for name, one in zip(names, json.loads(line), strict=True)]
        ).encode()
        + b"\n"
    )


BAD = {
    "nonsense": lambda _: b"nonsense\n",
    "no values": lambda _: b"[]\n",
    "no list": lambda _: b"{}\n",
    "too few": lambda _: b"[1,2,3]\n",
    "no moment": lambda line: cell(line, "created_at", "garbage"),
    "a number for a moment": lambda line: cell(line, "created_at", 7),
    "nothing": lambda line: cell(line, "name", None),
    "twice": lambda line: cell(line, "name", "Ada"),
    "an object": lambda line: cell(line, "name", {"a": 1}),
    "too large": lambda line: cell(line, "merged_into", 2**63),
}


def test_the_line_is_named(made, database, tmp_path):
    """Whatever is wrong with it; and nothing is left behind."""
    there = load_settings(home=tmp_path / "there", store="", database=database)
    for number, (what, spoilt) in enumerate(BAD.items()):
        bad = with_lines(
            made, tmp_path / str(number), "person", lambda lines, spoilt=spoilt: [lines[0], spoilt(lines[1])]
        )
        with pytest.raises(
            InvalidInput, match=r"line 2.* of tables/person.jsonl in it .* the table person"
        ) as refused:
            restore_backup(there, bad)
        assert str(bad) in str(refused.value), what
        assert {one.name for one in there.home.iterdir()} <= {"logs"}, what


def test_a_text_that_postgresql_refuses(made, postgres, tmp_path):
    """As SQLite may have it of an earlier version; the row is named, too."""
    bad = with_lines(
        made, tmp_path / "bad", "person", lambda lines: [lines[0], cell(lines[1], "name", "a\0b")]
    )
    with (
        postgres.fresh() as url,
        pytest.raises(InvalidInput, match=r"line 2 \(id 2\) of tables/person.jsonl.*NUL"),
    ):
        restore_backup(load_settings(home=tmp_path / "there", store="", database=url), bad)


def test_rows_without_those_that_they_refer_to(made, database, tmp_path):
    """SQLite compares at the end."""
    bad = with_lines(made, tmp_path / "bad", "person", lambda _: [])
    there = load_settings(home=tmp_path / "there", store="", database=database)
    with pytest.raises(InvalidInput, match="cannot be restored") as refused:
        restore_backup(there, bad)
    assert str(bad) in str(refused.value)
