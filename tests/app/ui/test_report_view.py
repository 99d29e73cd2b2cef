"""What a report says on the page."""

from streamlit.testing.v1 import AppTest


def _script():
    from app.ui.datasets.report_view import show_report  # noqa: PLC0415 - AppTest runs the body as a script
    from core.datasets import DatasetKind  # noqa: PLC0415
    from core.datasets.checks import Report  # noqa: PLC0415
    from core.datasets.problems import Fault  # noqa: PLC0415

    report = Report("f", DatasetKind.PREFERENCE)
    reason = "looks like an opinion; if it is the choice, type --column choice=better"
    report.note(Fault.OPINIONS, "f", 1, "better", "7", reason=reason)
    show_report(report, key="x")


def test_the_page_speaks_no_options_of_a_terminal():
    """The form above the report says which field is the choice."""
    at = AppTest.from_function(_script).run()
    assert not at.exception
    said = " ".join(one.value for one in (*at.markdown, *at.caption)).replace("\\", "")
    assert "Say which field holds the choice, or that none does." in said
    assert "f, line 1, field better: looks like an opinion (it is 7)." in said
    assert "--" not in said
