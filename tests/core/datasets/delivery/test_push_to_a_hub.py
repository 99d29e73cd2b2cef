"""Frozen sets sent to a data hub: the hub's own client against a local double."""

import io

import pytest
import yaml
from pyarrow import parquet

from core.access import SYSTEM
from core.datasets.delivery import Form, Push, export_dataset, list_copies, verify_copy
from core.datasets.exports import export_named
from core.datasets.sources import find_sources
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.storage import Wish
from tests.core.builders import frozen, row, take
from tests.doubles.hub import TOKEN, running_hub

AT = "hf://datasets/team/prefs"
ROWS = "data/train-00000-of-00001.parquet"
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")  # of the client itself
HUB = Form(export_named("hub"))
MAKE = Push(Wish(create=True))


@pytest.fixture
def hub(monkeypatch):
    """A hub, and the token of an account that may write there."""
    with running_hub() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.address)
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield running


@pytest.fixture
def dataset(studio, project):
    """A frozen set of two pairs."""
    take(studio, project, row(1, choice=1), row(2, choice=0))
    return frozen(studio, project)


def test_rows_and_card_are_one_commit_of_a_private_repository(studio, dataset, hub):
    """The card says what a loader needs; the copy is kept with the commit; the same again makes none."""
    told = []
    stored = export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=MAKE, progress=told.append)
    made = hub.repositories["team/prefs"]
    assert made.private
    assert len(made.commits) == 2  # the hub's own and ours
    files = made.commits[-1].files
    table = parquet.read_table(io.BytesIO(files[ROWS]))
    assert (table.column_names, table.num_rows) == (["prompt", "chosen", "rejected"], 2)
    head = yaml.safe_load(files["README.md"].decode().split("---\n")[1])
    assert head["configs"] == [{"config_name": "default", "data_files": [{"split": "train", "path": ROWS}]}]
    turns = [{"name": "role", "dtype": "string"}, {"name": "content", "dtype": "string"}]
    assert head["dataset_info"]["features"] == [
        {"name": name, "list": turns} for name in ("prompt", "chosen", "rejected")
    ]
    [split] = head["dataset_info"]["splits"]
    assert (split["name"], split["num_examples"], head["license"]) == ("train", 2, "unknown")
    assert split["num_bytes"] > 0
    assert told[-1].done == told[-1].total == sum(len(files[name]) for name in (ROWS, "README.md"))
    assert (stored.address, stored.generation) == (f"{AT}/{ROWS}", made.commits[-1].oid)
    export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB)
    assert len(made.commits) == 2
    [copy] = copies(studio, dataset)
    verify_copy(copy)
    [found] = find_sources(f"{AT}/data/*")
    assert found.open().read() == files[ROWS]


def copies(studio, dataset):
    with studio.db.read() as session:
        return list_copies(session, dataset.id)


def test_a_copy_that_was_written_anew_is_said_to_be(studio, dataset, hub):
    """A change of the card is none of the rows."""
    export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=MAKE)
    [copy] = copies(studio, dataset)
    made = hub.repositories["team/prefs"]
    made.commit({"README.md": b"---\nlicense: mit\n---\n"})
    verify_copy(copy)
    last = made.commit({ROWS: b"another"})
    with pytest.raises(Conflict, match=f"written anew.*{last} instead of {copy.generation}"):
        verify_copy(copy)
    made.commit({}, gone=(ROWS,))
    with pytest.raises(Conflict, match="is gone"):
        verify_copy(copy)


def test_what_is_there_is_replaced_only_if_that_is_said(studio, dataset, hub):
    """A README that somebody wrote counts, too; replaced files stay in the history."""
    made = hub.add("team/prefs", {"README.md": b"---\nlicense: mit\n---\nOurs"})
    with pytest.raises(Conflict, match=r"has README\.md already, with other content; nothing was written"):
        export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB)
    assert (len(made.commits), hub.uploaded, copies(studio, dataset)) == (1, {}, [])
    push = Push(Wish(replace=True), "cc-by-4.0")
    export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=push)
    assert b"license: cc-by-4.0\n" in made.commits[-1].files["README.md"]
    assert made.commits[0].files["README.md"].endswith(b"Ours")


def test_other_formats_go_as_they_are(studio, dataset, hub):
    """Under their own name, in the folder that was named, without a card."""
    made = hub.add("team/prefs", {"README.md": b""})
    stored = export_dataset(studio.db, SYSTEM, dataset, f"{AT}/raw", form=Form(export_named("trl")))
    assert made.commits[-1].files.keys() == {"README.md", f"raw/{dataset.stem}.trl.jsonl"}
    assert stored.address == f"{AT}/raw/{dataset.stem}.trl.jsonl"


@pytest.mark.parametrize(
    ("target", "push", "kind", "sentence"),
    [
        (AT, Push(), NotFound, "no data set team/prefs on the hub.*or have the repository made"),
        (f"{AT}@{'1' * 40}", MAKE, InvalidInput, "is one commit, to which nothing is added"),
        (AT, Push(Wish(create=True), "My own"), InvalidInput, "'My own' is no licence"),
        ("gs://bucket/a", MAKE, InvalidInput, "Only on a hub"),
    ],
)
def test_what_is_refused(studio, dataset, hub, target, push, kind, sentence):
    """Before anything is made or sent."""
    with pytest.raises(kind, match=sentence):
        export_dataset(studio.db, SYSTEM, dataset, target, form=HUB, push=push)
    assert hub.repositories == {}


def test_without_the_right_to_write(studio, dataset, hub, monkeypatch):
    """The account may not, or there is no token; neither shows it."""
    hub.may_write = False
    with pytest.raises(NotAllowed, match="account of HF_TOKEN may not") as caught:
        export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=MAKE)
    assert TOKEN not in str(caught.value)
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(NotAllowed, match="set HF_TOKEN where the studio runs"):
        export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=MAKE)


def test_somebody_else_commits_meanwhile(studio, dataset, hub):
    """Then nothing is written, and the same again does it."""
    made = hub.add("team/prefs", {"notes.txt": b"1"})
    hub.before_commit = lambda there: there.commit({"notes.txt": b"2"})
    with pytest.raises(Conflict, match=r"Somebody else has written to .* meanwhile; nothing was written"):
        export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB)
    hub.before_commit = lambda _: None
    export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB)
    assert ROWS in made.commits[-1].files


def test_cancelling_leaves_no_commit(studio, dataset, hub):
    """Whoever is told how far it is may stop it by raising."""

    def stop(_):
        raise KeyError("stop")

    made = hub.add("team/prefs", {})
    with pytest.raises(KeyError, match="stop"):
        export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, progress=stop)
    assert (len(made.commits), copies(studio, dataset)) == (1, [])


def test_a_hub_sees_no_token_but_the_hubs_own(studio, dataset, hub):
    """Nothing else is asked of it than what the export needs."""
    export_dataset(studio.db, SYSTEM, dataset, AT, form=HUB, push=MAKE)
    assert {path.split("/")[1] for path in hub.authorizations} <= {"api", "datasets", "large"}
    assert not any("harness" in one or "whoami" in one for one in hub.asked)
    assert {sent for path, sent in hub.authorizations.items() if path.startswith("/large")} == {""}
