"""What the files in ``deploy`` say agrees with the studio and with one another."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from core.settings import load_settings
from tests.browser.local_server import LocalServer
from tests.conftest import skip_unless

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(DEPLOY.rglob("*.yaml"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
PORT = 8501


def read(path: Path) -> list[dict]:
    """The documents of a file."""
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def named(path: str, kind: str) -> dict:
    """The one document of this kind."""
    (found,) = [one for one in read(DEPLOY / path) if one["kind"] == kind]
    return found


def container(path: str, kind: str) -> dict:
    """The studio's container."""
    (found,) = named(path, kind)["spec"]["template"]["spec"]["containers"]
    return found


COMPOSE = read(DEPLOY / "compose.yaml")[0]["services"]
IMAGE = dict(re.findall(r"(PREFSTUDIO_[A-Z_]+)=(\S+)", CONTAINERFILE))
DATABASE = {"PREFSTUDIO_DATABASE": "postgresql://studio:x@10.1.1.1/studio"}
SET = {
    "compose": COMPOSE["studio-1"]["environment"]
    | DATABASE
    | {"PREFSTUDIO_URL": "https://studio.example.org"},
    "kubernetes": named("kubernetes/studio.yaml", "ConfigMap")["data"] | DATABASE,
    "cloud run": {one["name"]: one.get("value") for one in container("cloud-run.yaml", "Service")["env"]}
    | DATABASE,
}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_they_can_be_read(path):
    assert read(path)


@pytest.mark.parametrize("place", SET)
def test_their_settings_are_taken(place, monkeypatch, tmp_path, nothing_set):
    """Each is a setting, its value is one, and the way to sign in is whole."""
    for name, value in (IMAGE | SET[place]).items():
        monkeypatch.setenv(name, value.replace("BUCKET", "bucket"))
    settings = load_settings()
    assert settings.port == PORT
    assert settings.host == "0.0.0.0"  # noqa: S104 - of a container
    assert not settings.is_local
    assert settings.believed


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """No variable of the studio's, and no ``.env``."""
    import os  # noqa: PLC0415

    for name in [one for one in os.environ if one.startswith("PREFSTUDIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_ports_and_probes_agree():
    """The port of the image is that of all, and what is asked is answered there."""
    assert f"EXPOSE {PORT}" in CONTAINERFILE
    assert f"127.0.0.1:{PORT}/healthz" in CONTAINERFILE
    pod, run = container("kubernetes/studio.yaml", "Deployment"), container("cloud-run.yaml", "Service")
    assert pod["ports"] == [{"name": "http", "containerPort": PORT}]
    assert run["ports"][0]["containerPort"] == run["startupProbe"]["httpGet"]["port"] == PORT
    server = (ROOT / "app" / "asgi.py").read_text(encoding="utf-8")
    probes = [pod[f"{kind}Probe"] for kind in ("startup", "readiness", "liveness")] + [run["startupProbe"]]
    for one in probes:
        assert f'Route("{one["httpGet"]["path"]}"' in server
    service = named("kubernetes/studio.yaml", "Service")["spec"]["ports"][0]
    assert service["targetPort"] == "http"


def test_compose_and_its_proxy_agree():
    """Nginx asks the replicas of the file under their addresses; the studio believes the proxy only."""
    address = {name: next(iter(one["networks"].values()))["ipv4_address"] for name, one in COMPOSE.items()}
    assert COMPOSE["studio-1"]["environment"]["PREFSTUDIO_PROXIES"] == address["proxy"]
    here = (DEPLOY / "nginx-replicas.conf").read_text(encoding="utf-8")
    there = (DEPLOY / "compose-replicas.conf").read_text(encoding="utf-8")
    for number, local in (("1", "127.0.0.1:8501"), ("2", "127.0.0.1:8502")):
        place = f"{address[f'studio-{number}']}:{PORT}"
        here = here.replace(local, place).replace(local.replace(".", "\\."), place.replace(".", "\\."))
    assert here.partition("\n")[2] == there.partition("\n")[2]


def test_the_ingress_has_the_rules_of_nginx():
    """As long a socket, as large a file, and a browser stays with its replica."""
    rules = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    said = named("kubernetes/ingress.yaml", "Ingress")["metadata"]["annotations"]
    said = {name.partition("/")[2]: value for name, value in said.items()}
    assert f"client_max_body_size    {said['proxy-body-size']};" in rules
    assert f"proxy_read_timeout {said['proxy-read-timeout']}s;" in rules
    assert f"proxy_next_upstream         {said['proxy-next-upstream']};" in rules
    assert (said["affinity"], said["session-cookie-name"]) == ("cookie", "prefstudio_place")


def test_the_container_may_do_little():
    """Not root, no way to become it, and a root that is only read; what is written lies in volumes."""
    pod = named("kubernetes/studio.yaml", "Deployment")["spec"]["template"]["spec"]
    one = pod["containers"][0]
    user = pod["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}" in CONTAINERFILE
    assert user
    assert pod["securityContext"]["runAsNonRoot"]
    assert one["securityContext"]["readOnlyRootFilesystem"]
    assert not one["securityContext"]["allowPrivilegeEscalation"]
    written = {mount["mountPath"] for mount in one["volumeMounts"]}
    assert written == {IMAGE["PREFSTUDIO_HOME"], "/tmp"}  # noqa: S108 - of a container
    for name in ("studio-1", "studio-2"):
        assert COMPOSE[name]["read_only"]
        assert COMPOSE[name]["cap_drop"] == ["ALL"]
        assert f"home-{name[-1]}:{IMAGE['PREFSTUDIO_HOME']}" in COMPOSE[name]["volumes"]


def test_what_is_copied_is_there():
    """The image is made of what a clone has, and asks for no package by an address."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    sources = [name for line in copied for name in line.split()]
    assert {"app", "core", "pages", ".streamlit", "pyproject.toml"} <= {*sources}
    assert all((ROOT / name).exists() for name in sources)
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert all(f"!{name.partition('/')[0]}\n" in kept for name in sources)
    for path in DEPLOY.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert not re.search(r"pypi|index-url|pythonhosted", text), path


READ_ONLY = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs {folder}
mkdir -m 777 {folder}/home
mount -o remount,ro,bind /
exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --bounding-set=-all,+dac_read_search \
    --inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search {command}
"""


class ReadOnly(LocalServer):
    """The studio where nothing can be written but one folder in memory, by nobody in particular."""

    health = "readyz"

    def start(self, folder: Path, log: Path) -> None:
        """As the image does; it is read with a right of its own, as files here may be their owner's only."""
        serve = f"{Path(sys.executable).with_name('prefstudio')} serve --port {self.port}"
        where = {
            "HOME": folder,
            "TMPDIR": folder,
            "PREFSTUDIO_HOME": folder / "home",
            "PREFSTUDIO_SAMPLE": "no",
        }
        script = READ_ONLY.format(folder=folder, command=serve)
        variables = {name: str(value) for name, value in where.items()}
        self.run(["unshare", "--mount", "bash", "-c", script], cwd=Path("/"), log=log, **variables)


def test_on_a_read_only_root_as_nobody(tmp_path, nothing_set):
    """It starts, makes its database, and answers."""
    trial = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    skip_unless(not trial.returncode, "this machine lets nobody mount a read-only root")
    (tmp_path / "memory").mkdir()
    server = ReadOnly()
    server.start(tmp_path / "memory", tmp_path / "log")
    try:
        assert server.healthy()
        assert "Read-only" not in (tmp_path / "log").read_text()
    finally:
        server.stop()
