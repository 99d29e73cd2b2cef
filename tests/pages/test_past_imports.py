"""Below the import form: what was imported so far, with a way back as long as nothing rests on it."""

from core.access import Role
from core.datasets.models import FileImport
from core.labelling import Pair
from tests.core.builders import answer, queue, row, rows_of, save, take


def look_at(visit, number):
    visit.at.selectbox(key="import_past").set_value(number)
    return visit.run()


def test_an_import_is_withdrawn_or_says_why_not(open_home):
    """The newer one goes; the older one's pair has a judgment."""
    home = open_home("no pairs")
    take(home.studio, home.project, row(1))
    lead = home.person(Role.LEAD)
    (pair,) = queue(home.studio, home.project, lead)
    save(home.studio, lead, home.project, answer(pair.id))
    take(home.studio, home.project, row(2), row(3, choice=0))
    visit = look_at(home.visit(Role.LEAD).go("datasets"), 1)
    assert "It cannot be withdrawn: 1 judgment on its pairs." in visit.words
    assert "With it 2 rows and 1 choice go again" in look_at(visit, 2).words
    visit.click("withdraw_import")
    assert [one.value.replace("\\", "") for one in visit.at.toast] == ["rows.jsonl is withdrawn."]
    assert ([one.id for one in rows_of(home.studio, FileImport)], len(rows_of(home.studio, Pair))) == ([1], 1)
    assert visit.at.selectbox(key="import_past").value is None
