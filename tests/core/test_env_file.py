"""``.env`` is read from the folder of the start, as UTF-8; what is wrong with it is said without quotes."""

import pytest

from core.cloud import cloud_settings
from core.env_file import STARTED_IN
from core.errors import InvalidInput
from core.settings import load_settings

TEXT = "PREFSTUDIO_PORT=7001\nPROJECT_ID=my-project\n# café\nSERVICE_ACCOUNT_KEY=hush-hush\n"


@pytest.fixture(autouse=True)
def started_here(monkeypatch, tmp_path):
    """A folder without a ``.env``."""
    for name in ("PREFSTUDIO_PORT", "PROJECT_ID", "SERVICE_ACCOUNT_KEY", STARTED_IN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8(started_here, encoding):
    """With the mark that Windows puts before it, too."""
    (started_here / ".env").write_text(TEXT, encoding=encoding)
    assert (load_settings().port, cloud_settings().project_id) == (7001, "my-project")


@pytest.mark.parametrize("read", [load_settings, cloud_settings])
@pytest.mark.parametrize(
    ("encoding", "why"),
    [
        ("latin-1", "is not UTF-8: line 3 has the byte 0xe9. Save it anew as UTF-8."),
        ("cp437", "is not UTF-8: line 3 has the byte 0x82. Save it anew as UTF-8."),
        ("utf-16", "is not UTF-8: it has NULs, as UTF-16. Save it anew as UTF-8."),
        ("utf-16-be", "is not UTF-8: it has NULs, as UTF-16. Save it anew as UTF-8."),
    ],
)
def test_another_encoding(started_here, read, encoding, why):
    """The file, the place and the remedy; what stands there may be a secret."""
    (started_here / ".env").write_text(TEXT, encoding=encoding)
    with pytest.raises(InvalidInput) as caught:
        read()
    assert str(caught.value) == f"The file {started_here}/.env {why}"


def test_a_file_that_nobody_may_read(started_here):
    """A link to a file of the system's that refuses even the one who may do everything."""
    (started_here / ".env").symlink_to("/proc/self/mem")
    with pytest.raises(InvalidInput, match=r"\.env cannot be read \(Input/output error\); "):
        load_settings()


def test_a_server_that_works_elsewhere(started_here, monkeypatch, tmp_path_factory):
    """It reads the file of the folder that it was started in, and not that of its own."""
    (started_here / ".env").write_text(TEXT)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / ".env").write_text("PREFSTUDIO_PORT=1\n")
    monkeypatch.setenv(STARTED_IN, str(started_here))
    monkeypatch.chdir(elsewhere)
    assert (load_settings().port, cloud_settings().project_id) == (7001, "my-project")
