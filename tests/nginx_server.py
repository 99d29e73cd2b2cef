"""Debian's nginx with the project's own rules, in front of replicas that a test started."""

import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DEPLOY = Path(__file__).parents[1] / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/studio-replicas.conf;
    include {folder}/studio.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its address over TLS and without, and what makes clients believe its certificate."""

    folder: Path
    url: str
    plain_url: str
    trust: ssl.SSLContext

    @property
    def log(self) -> str:
        """What it wrote of the requests."""
        return (self.folder / "studio.log").read_text(encoding="utf-8")

    def client(self, *, peer: str = "127.0.0.1", **cookies: str) -> httpx.Client:
        """A browser's worth of HTTP, from an address of this machine: it keeps cookies."""
        way = httpx.HTTPTransport(verify=self.trust, local_address=peer)
        return httpx.Client(base_url=self.url, transport=way, cookies=cookies, trust_env=False)


@contextmanager
def running_nginx(folder: Path, replicas: Sequence[int], *, https: int, http: int) -> Iterator[Nginx]:
    """Start nginx on these ports, in front of the two replicas on those; it answers when it is given."""
    write_rules(folder, replicas, https=https, http=http)
    trust = ssl.create_default_context(cafile=str(folder / "studio.crt"))
    command = [str(NGINX), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
    process = subprocess.Popen(command)
    try:
        nginx = Nginx(folder, f"https://127.0.0.1:{https}", f"http://127.0.0.1:{http}", trust)
        _wait_for(nginx, process)
        yield nginx
    finally:
        process.terminate()
        process.wait(10)


def write_rules(folder: Path, replicas: Sequence[int], *, https: int, http: int) -> None:
    """The project's rules as they are, but for ports and folders."""
    for name in ("nginx.conf", "nginx-replicas.conf"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        for theirs, ours in {
            "listen      443 ssl": f"listen      127.0.0.1:{https} ssl",
            "listen      80 ": f"listen      127.0.0.1:{http} ",
            "8501": str(replicas[0]),
            "8502": str(replicas[1]),
            "/etc/nginx/tls": str(folder),
            "/var/log/nginx": str(folder),
        }.items():
            text = text.replace(theirs, ours)
        (folder / name.replace("nginx", "studio")).write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    write_certificate(folder)


def write_certificate(folder: Path) -> None:
    """One for this machine that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "studio")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "studio.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "studio.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _wait_for(nginx: Nginx, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        assert process.poll() is None, (nginx.folder / "error.log").read_text(encoding="utf-8")
        try:
            httpx.get(f"{nginx.plain_url}/", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError((nginx.folder / "error.log").read_text(encoding="utf-8"))
