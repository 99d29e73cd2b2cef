"""A studio elsewhere, over its interface for programs: the same sentences, and nothing kept on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests  # type: ignore[import-untyped]
import typer
from requests.auth import AuthBase  # type: ignore[import-untyped]

from core.errors import InvalidInput, NotFound, StudioError, Unavailable
from core.sign_in_settings import is_loopback

SECONDS = (10, 120)
"""To connect, and between two parts of an answer: a launch asks Google before it says anything."""
LONGEST_SENTENCE = 2000
PAGE = 1000


@dataclass(frozen=True)
class _Token(AuthBase):  # type: ignore[misc] # requests has no types
    """Shows the token; a file of passwords for other servers has no say in it."""

    secret: str

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.secret}"
        return request


class Remote:
    """A studio's interface, with a token.

    Args:
        url: Where the studio is, without ``/api/v1``.
        secret: The token.

    Raises:
        InvalidInput: The address is none, or the token would go over a network that others can read.
    """

    def __init__(self, url: str, secret: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InvalidInput(f"--url {url}: give the studio's address, such as https://studio.example.org.")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise InvalidInput(f"--url {url}: over http anybody on the way could read the token; use https.")
        self._root = f"{url.rstrip('/')}/api/v1"
        self._session = requests.Session()
        self._session.auth = _Token(secret)

    def get(self, path: str, **query: Any) -> Any:
        """What stands at an address."""
        with self._asked("GET", path, params=query) as answer:
            return answer.json()

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """Do something, and what came of it."""
        with self._asked("POST", path, json=body, headers=headers) as answer:
            return answer.json()

    def items(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """All of a list, page by page."""
        cursor = None
        while True:
            page = self.get(path, limit=PAGE, cursor=cursor, **query)
            yield from page["items"]
            cursor = page.get("next")
            if cursor is None:
                return

    def download(self, path: str, file: Path, **query: Any) -> int:
        """Write what stands at an address to a file, whole or not at all; how many bytes that were."""
        partial = file.with_name(f"{file.name}.partial")
        try:
            with self._asked("GET", path, params=query, stream=True) as answer, partial.open("wb") as target:
                for block in answer.iter_content(256 * 1024):
                    target.write(block)
            return partial.replace(file).stat().st_size
        finally:
            partial.unlink(missing_ok=True)

    def project(self, name: str) -> dict[str, Any]:
        """The named project, or the only one.

        Raises:
            InvalidInput: No name was given and there is not exactly one.
            NotFound: There is none of that name.
        """
        there: list[dict[str, Any]] = self.get("projects")["items"]
        chosen = [one for one in there if one["name"] == name] if name else there
        if len(chosen) == 1:
            return chosen[0]
        names = ", ".join(f"“{one['name']}”" for one in there) or "none"
        if name:
            raise NotFound(f"There is no project called “{name}”; there are: {names}.")
        raise InvalidInput(f"Say which project with --project; there are: {names}.")

    @contextmanager
    def _asked(self, method: str, path: str, **more: Any) -> Iterator[requests.Response]:
        """An answer that is none of an error.

        Raises:
            StudioError: The server refused, in its words, or it cannot be reached.
        """
        try:
            with self._session.request(
                method, f"{self._root}/{path}", timeout=SECONDS, allow_redirects=False, **more
            ) as answer:
                if answer.status_code >= requests.codes.multiple_choices:
                    raise _refusal(self._root, answer)
                yield answer
        except requests.exceptions.JSONDecodeError:
            raise Unavailable(f"What answers at {self._root} is no studio; check --url.") from None
        except requests.RequestException as error:
            raise _unreached(self._root, error) from None


def _unreached(root: str, error: requests.RequestException) -> Unavailable:
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Unavailable(
            f"The certificate of {root} is not trusted on this machine, so the token was not sent. If it is "
            "your own, set REQUESTS_CA_BUNDLE to the file that it, or whoever signed it, stands in, such as "
            "REQUESTS_CA_BUNDLE=fullchain.pem; it must name the host in its subjectAltName."
        )
    why = type(error).__name__
    return Unavailable(
        f"The studio at {root} does not answer ({why}); check --url, and whether it is running."
    )


def _refusal(root: str, answer: requests.Response) -> StudioError:
    """The server's sentence; what stands between us and the server may answer, too."""
    try:
        sentence = str(answer.json()["detail"])[:LONGEST_SENTENCE]
    except (ValueError, KeyError, TypeError):
        return Unavailable(f"What answers at {root} says {answer.status_code} and nothing more; check --url.")
    return InvalidInput(" ".join(sentence.split()))


def remote_of(context: typer.Context) -> Remote:
    """The studio that the command was called with.

    Raises:
        InvalidInput: No token was given.
    """
    given = context.find_root().params
    file: Path | None = given["token_file"]
    try:
        secret = file.read_text(encoding="utf-8").strip() if file else given["token"]
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"--token-file {file}: the token cannot be read there ({error}).") from None
    if not secret:
        raise InvalidInput(
            "A studio elsewhere wants a token: put it into the variable PREFSTUDIO_TOKEN, or into a file "
            "named by --token-file."
        )
    return Remote(given["url"], secret)
