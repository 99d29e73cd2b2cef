"""The reward server as a folder or an archive that somebody deploys."""

import io
import re
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from core.errors import Conflict
from core.rewards.parts import ModelPart

TEMPLATES = ("Containerfile", "README.md", "main.py")
PACKAGES = {"numpy": "numpy", "pandas": "pandas", "scipy": "scipy", "sklearn": "scikit-learn"}
"""What a program may import beside Python's own library, and what it is called where it is installed from."""

IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(\w+)|import[ \t]+([^#;\n]+))", re.MULTILINE)


def server_files(part: ModelPart) -> dict[str, str]:
    """A reward server's files by name: of the studio's making, and the reward's program as it is."""
    here = Path(__file__).parent
    files = {name: (here / name).read_text(encoding="utf-8") for name in TEMPLATES}
    requirements = requirements_of(part.code)
    return files | {"reward.py": part.code} | ({"requirements.txt": requirements} if requirements else {})


def deploy_words() -> str:
    """How a reward server is deployed, in Markdown, as its own README says it."""
    readme = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    return readme.partition("## Deploy it\n")[2].partition("\n## ")[0].strip()


def write_server(part: ModelPart, folder: Path) -> Path:
    """Write a reward server into a new or empty folder.

    Raises:
        Conflict: Something stands in the folder.
    """
    return write_files(server_files(part), folder)


def write_files(files: Mapping[str, str], folder: Path) -> Path:
    """Write files, by their names, into a new or empty folder.

    Raises:
        Conflict: Something stands in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(f"{folder} exists and is not empty; name a new folder. Nothing was written.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def server_zip(part: ModelPart) -> bytes:
    """A reward server as an archive with one folder in it; equal rewards give equal bytes."""
    return _zipped({f"reward-server/{name}": text for name, text in server_files(part).items()})


def _zipped(files: Mapping[str, str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def requirements_of(code: str) -> str:
    """What a program imports that is no part of Python, each in the version that is installed here."""
    names = {
        name.split()[0].partition(".")[0]
        for module, several in IMPORT.findall(code)
        for name in (module or several).split(",")
        if name.strip()
    }
    packages = sorted(PACKAGES[name] for name in names & PACKAGES.keys())
    return "".join(f"{package}=={version(package)}\n" for package in packages)
