"""Logs that are sent: kept apart as they were, and archives that would do harm refused."""

import io
import stat
import zipfile

import pytest

from core.errors import InvalidInput
from core.event_files import Point, Sent, event_file, find_event_files, receive_logs
from core.event_files import sent as module

EVENTS = event_file([Point(1, 0.0, "rank_loss", 0.5)])
NAME = "events.out.tfevents.1700000000.host.1.0"


def archive(*members, how=zipfile.ZIP_DEFLATED, name="logs.zip"):
    """A zip of these paths, each with its content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as writing:
        for place, content in members:
            writing.writestr(place, content)
    return Sent(name, made)


def tasks(folder):
    return sorted(one.task for one in find_event_files(str(folder)))


def test_folders_of_an_archive_stay_apart_and_a_resumed_log_stays_one(tmp_path):
    """What holds no events is counted; a checkpoint is not even unpacked."""
    sent = archive(
        (f"runs/lr_1/{NAME}", EVENTS),
        (f"runs/lr_1/{NAME}.resumed", EVENTS),
        (f"runs\\lr_2\\{NAME}", EVENTS),
        ("runs/lr_2/weights.bin", b"x" * 1000),
    )
    received = receive_logs([sent], tmp_path)
    assert (received.files, received.passed_over) == (3, 1)
    assert tasks(tmp_path) == ["lr_1", "lr_1", "lr_2"]
    assert not list(tmp_path.rglob("weights.bin"))


def test_files_that_come_one_by_one_are_logs_of_their_own(tmp_path):
    """Two of one name too; and one that does not say what it is is read as what it was sent for."""
    files = [
        Sent(NAME, io.BytesIO(EVENTS)),
        Sent(f"../x/{NAME}", io.BytesIO(EVENTS)),
        Sent("a:b", io.BytesIO()),
    ]
    assert receive_logs(files, tmp_path).files == 3
    own = NAME.removeprefix("events.out.tfevents.")
    assert tasks(tmp_path) == [own, f"{own} (2)", "ab"]


def test_archives_of_one_name_do_not_overwrite_each_other(tmp_path):
    """Both have their events at the top."""
    receive_logs([archive((NAME, EVENTS), name="dpo.zip"), archive((NAME, EVENTS), name="dpo.zip")], tmp_path)
    assert tasks(tmp_path) == ["dpo", "dpo (2)"]


@pytest.mark.parametrize("place", ["../", "/", "a/../../", "C:/", "..\\"])
def test_nothing_is_written_outside_of_the_folder(tmp_path, place):
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(InvalidInput, match="outside of itself"):
        receive_logs([archive((f"{place}{NAME}", EVENTS))], folder)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_a_link_is_a_file_like_any_other(tmp_path):
    """What it would lead to is not followed."""
    link = zipfile.ZipInfo(f"log/{NAME}")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    receive_logs([archive((link, "/etc/passwd"))], tmp_path)
    (file,) = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not file.is_symlink()
    assert file.read_text() == "/etc/passwd"


def test_what_unpacks_to_too_much_stops_at_the_bound(tmp_path, monkeypatch):
    """Whatever sizes it claims; and over all that is sent together."""
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    with pytest.raises(InvalidInput, match="more than 10,000 bytes"):
        receive_logs([archive((f"a/{NAME}", b"\0" * 6000)), archive((f"b/{NAME}", b"\0" * 6000))], tmp_path)
    assert sum(one.stat().st_size for one in tmp_path.rglob("*") if one.is_file()) <= 10_000


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    with pytest.raises(InvalidInput, match="more than 2 log files"):
        receive_logs([archive(*((f"{n}/{NAME}", EVENTS) for n in range(3)))], tmp_path)


def test_a_long_table_of_contents_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_INDEX", 1000)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *_: pytest.fail("it was read"))
    made = io.BytesIO()
    record = b"PK\x05\x06" + bytes(4) + (30).to_bytes(2, "little") * 2
    made.write(b"PK\x01\x02" * 300 + record + (1200).to_bytes(4, "little") + bytes(6))
    with pytest.raises(InvalidInput, match="too many files"):
        receive_logs([Sent("many.zip", made)], tmp_path)


@pytest.mark.parametrize("how", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_rare_ways_to_pack_are_refused(tmp_path, how):
    """A header of LZMA may ask for gigabytes."""
    with pytest.raises(InvalidInput, match="an ordinary zip file"):
        receive_logs([archive((f"a/{NAME}", EVENTS), how=how)], tmp_path)


def test_a_damaged_archive_is_refused_with_a_sentence(tmp_path):
    sent = archive((f"a/{NAME}", EVENTS * 40), how=zipfile.ZIP_STORED)
    damaged = bytearray(sent.content.getvalue())
    damaged[200] ^= 0xFF
    with pytest.raises(InvalidInput, match=r"logs\.zip cannot be unpacked: it is damaged"):
        receive_logs([Sent("logs.zip", io.BytesIO(damaged))], tmp_path)


def test_logs_of_other_tools_are_taken_with_what_lies_beside_them(tmp_path):
    """A database of trackio's alone, and one in an archive with the rows written last."""
    names = ("demo.db", "demo.db-wal", "demo.lock", "run.wandb.jsonl")
    sent = [Sent("alone.db", io.BytesIO(b"4")), archive(*((name, b"1") for name in names), name="all.zip")]
    received = receive_logs(sent, tmp_path)
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {"alone.db/alone.db", "all/demo.db", "all/demo.db-wal", "all/run.wandb.jsonl"}
    assert (received.files, received.passed_over) == (4, 1)


@pytest.mark.parametrize("name", [f"{NAME}.{'模' * 150}", f"{'模' * 90}.zip"])
def test_long_names_of_other_scripts_are_cut(tmp_path, name):
    """File systems count bytes; two files of such a name stay apart."""
    sent = archive((NAME, EVENTS), name=name) if name.endswith(".zip") else Sent(name, io.BytesIO(EVENTS))
    assert receive_logs([sent, sent], tmp_path).files == 2
    assert len(set(tasks(tmp_path))) == 2


@pytest.mark.parametrize(("at", "value"), [(6, 99), (8, 1 << 5), (8, 1 << 6), (46, 0xFFFF), (42, 0xFFFF)])
def test_archives_that_the_library_does_not_know_are_refused(tmp_path, at, value):
    """A version of the future, patches, strong encryption, names that are no UTF-8, places that are none."""
    content = bytearray(archive((NAME, EVENTS)).content.getvalue())
    entry = content.index(b"PK\x01\x02")
    content[entry + at : entry + at + 2] = value.to_bytes(2, "little")
    if at >= 42:
        content[entry + 9] = 8  # says that names are UTF-8
    with pytest.raises(InvalidInput, match=r"The archive logs\.zip cannot be unpacked"):
        receive_logs([Sent("logs.zip", io.BytesIO(content))], tmp_path)


def test_many_files_of_one_name_take_no_longer_each(tmp_path, monkeypatch):
    """The number behind a name is counted, not looked for from the start."""
    looks = []
    exists = module.Path.exists
    monkeypatch.setattr(module.Path, "exists", lambda path: looks.append(path) or exists(path))
    receive_logs([Sent(NAME, io.BytesIO(b"")) for _ in range(30)], tmp_path)
    assert len([one for one in looks if one.parent == tmp_path]) == 30
