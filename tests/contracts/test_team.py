"""docs/team.md, followed as far as one can without a machine of one's own, until people are in."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.browser.local_server import LocalServer, free_port
from tests.conftest import skip_unless
from tests.nginx_server import DEPLOY, NGINX, Nginx, running_nginx

ROOT = DEPLOY.parent
PAGE = (ROOT / "docs" / "team.md").read_text(encoding="utf-8")
SECRET = "correct horse battery staple"  # noqa: S105 - a test's


def section(title: str) -> str:
    """What stands under a title."""
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1]


def commands(title: str) -> list[str]:
    """The commands under a title; what is between END and END is no command."""
    lines = re.findall(r"^    (.*)$", section(title), re.MULTILINE)
    return re.sub(r"(?s)(<<'END')\n.*?\nEND", r"\1", "\n".join(lines)).splitlines()


def test_they_are_fewer_than_fifteen():
    """Up to the first admin's link; the last one is for the others."""
    *setting_up, others = commands("Fourteen commands")
    assert len(setting_up) == 14
    assert others.startswith("for name in ")


def test_the_files_are_there():
    """Each file of the clone that a command names."""
    named = re.findall(r"/srv/prefstudio/(deploy/\S+)", PAGE)
    assert len(named) >= 3
    assert all((ROOT / one).is_file() for one in named)
    unit = (DEPLOY / "prefstudio@.service").read_text(encoding="utf-8")
    assert "ExecStart=/srv/prefstudio/.venv/bin/prefstudio serve --port %i" in unit
    ports = re.findall(r"prefstudio@(\d+)", "".join(commands("Fourteen commands")))
    rules = (DEPLOY / "nginx-replicas.conf").read_text(encoding="utf-8")
    assert all(f"127.0.0.1:{port}" in rules for port in ports)


class Replica(LocalServer):
    """A replica as the unit starts it."""

    health = "readyz"

    def start(self, folder: Path) -> None:
        """In the folder with the settings."""
        serve = [folder / ".venv" / "bin" / "prefstudio", "serve", "--port", str(self.port)]
        self.run(serve, cwd=folder, log=folder / f"{self.port}.log")


@pytest.fixture
def team(postgres, tmp_path, monkeypatch) -> Iterator[tuple[Nginx, Path]]:
    """A replica on PostgreSQL behind nginx, with the settings of the page but for ports and database.

    The other one is not there, so half of all browsers are passed on to this one.
    """
    skip_unless(NGINX, "nginx is not installed")
    for name in [one for one in os.environ if one.startswith("PREFSTUDIO_")]:
        monkeypatch.delenv(name)
    folder, around = tmp_path / "clone", tmp_path / "nginx"
    folder.mkdir()
    around.mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    https, replica = free_port(), Replica()
    with postgres.fresh() as url:
        settings = re.search(r"<<'END'\n(.*?)\n    END", PAGE, re.DOTALL)[1].replace("    ", "")
        settings = re.sub(r"(PREFSTUDIO_URL=).*", rf"\1https://127.0.0.1:{https}", settings)
        settings = re.sub(r"(PREFSTUDIO_DATABASE=).*", rf"\1{url}", settings)
        (folder / ".env").write_text(f"{settings}\n")
        replica.start(folder)
        with running_nginx(around, [free_port(), replica.port], https=https, http=free_port()) as nginx:
            yield nginx, folder
        replica.stop()


def typed(folder: Path, command: str) -> str:
    """What a command prints, without the parts that need another user."""
    inner = re.sub(r"sudo -u prefstudio sh -c (['\"])cd /srv/prefstudio && (.*?)\1", r"\2", command)
    done = subprocess.run(["bash", "-euc", inner], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def come_in(nginx: Nginx, link: str, name: str) -> str:
    """Open a link, set a password, and open the page's socket; the cookie that one is known by."""
    url, _, token = link.strip().partition("/#invitation=")
    assert url == nginx.url
    with nginx.client() as browser:
        said = {"token": token, "name": name, "password": SECRET}
        answer = browser.post("/auth/accept", json=said, headers={"Origin": nginx.url})
        assert answer.status_code == 200, answer.text
        cookie = next(one for one in answer.headers.get_list("set-cookie") if "session" in one)
        assert {"secure", "httponly"} <= {part.strip().lower() for part in cookie.split(";")}
        again = browser.post("/auth/accept", json=said, headers={"Origin": nginx.url})
        assert again.status_code >= 400
    socket = f"{nginx.url.replace('https', 'wss')}/_stcore/stream"
    with connect(socket, ssl=nginx.trust, proxy=None, origin=nginx.url, subprotocols=["streamlit"]):
        return cookie


def test_people_come_in(team):
    """The first admin by the page's last command, others by the line for all; one link lets one person in."""
    nginx, folder = team
    *_, invite, others = commands("Fourteen commands")
    come_in(nginx, typed(folder, invite), "Ada")
    (folder / "rows.jsonl").write_text('{"input_text": "a", "candidate_0": "b", "candidate_1": "c"}\n')
    typed(folder, ".venv/bin/prefstudio import rows.jsonl --project Posts --create")
    others = re.sub(r"(for name in \w+).*?;", r"\1;", others)  # one stands for all
    names = re.search(r"for name in (.*?);", others)[1].split()
    links = typed(folder, others).splitlines()
    assert len(links) == len(names)
    cookies = {come_in(nginx, link, name) for link, name in zip(links, names, strict=True)}
    assert len(cookies) == len(names)
    assert (folder / ".prefstudio").is_dir()
