"""A database of a server in which there is no studio is no empty studio to what only looks."""

from contextlib import closing

import pytest

from app.cli.common import opened
from core.db import has_tables, open_database
from core.errors import NotFound


def test_an_empty_database_is_refused_and_stays_empty(postgres, tmp_path, monkeypatch):
    """As where an address was mistyped; what makes one makes one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFSTUDIO_HOME", str(tmp_path / "home"))
    with postgres.fresh() as url:
        monkeypatch.setenv("PREFSTUDIO_DATABASE", url)
        with pytest.raises(NotFound, match=r"There is no studio in .*; set PREFSTUDIO_DATABASE"):
            opened()
        with closing(open_database(url)) as db:
            assert not has_tables(db)
        with opened(making=True), opened():
            pass
