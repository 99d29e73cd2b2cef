"""A backup that is made while people label is of one moment: what it holds agrees with itself."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from core.backup import make_backup, restore_backup
from core.datasets import list_datasets
from core.labelling import Judgment, list_projects
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    frozen,
    new_person,
    new_project,
    rows_in,
    rows_of,
    save,
)

PEOPLE = 4


def test_it_is_of_one_moment(any_studio, tmp_path):
    """All counts of the copy equal a recount; what was acknowledged before is in it, nothing from after."""
    project = new_project(any_studio, judgments_per_pair=2)
    add_pairs(any_studio, project, 400)
    people = [new_person(any_studio, name=f"Person {number}") for number in range(PEOPLE)]
    ended, acknowledged = threading.Event(), []

    def label(person):
        while not ended.is_set():
            for pair in assign_to(any_studio, project, person, 5).pairs:
                given = answer(pair.id)
                saved = save(any_studio, person, project, given)
                acknowledged.extend((time.monotonic(), one) for one in saved.acknowledged)

    with ThreadPoolExecutor(PEOPLE) as pool:
        work = [pool.submit(label, person) for person in people]
        while len(acknowledged) < 20:
            time.sleep(0.01)
        frozen(any_studio, project)
        began = time.monotonic()
        make_backup(any_studio, tmp_path / "one")
        made = time.monotonic()
        while len([at for at, _ in acknowledged if at > made]) < 5:
            time.sleep(0.01)
        ended.set()
        for one in work:
            one.result()
    there = load_settings(home=tmp_path / "there", store="", database="")
    restore_backup(there, tmp_path / "one")
    with closing(open_studio(there)) as studio:
        assert_counts_hold(studio)
        kept = {one.id for one in rows_of(studio, Judgment)}
        assert_sets_are_whole(studio)
    assert {one for at, one in acknowledged if at < began} <= kept
    assert not kept & {one for at, one in acknowledged if at > made + 1}


def assert_sets_are_whole(studio):
    """Each set on record has its object."""
    with studio.db.read() as session:
        sets = [one for each in list_projects(session) for one in list_datasets(session, each.id)]
    assert len(sets) == 1
    assert all(len(rows_in(one)) == one.rows for one in sets)
