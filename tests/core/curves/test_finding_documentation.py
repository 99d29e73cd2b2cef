"""What the documentation says of findings is what the rules say."""

from pathlib import Path

from core.curves import Kind
from core.curves.findings.advice import EXPECTED, RULES, Rule

DOCUMENT = Path(__file__).parents[3] / "docs" / "curves.md"
HEAD = ("finding", "tone", "when it is said", "what to try next", "whose advice")


def table() -> str:
    """The documentation's table of findings, most important first."""
    lines = [HEAD, ("---",) * len(HEAD), *(cells(kind, rule) for kind, rule in RULES.items())]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def cells(kind: Kind, rule: Rule) -> tuple[str, ...]:
    return kind.value, rule.tone.value, rule.when, rule.advice, rule.source


def test_the_documentation_has_the_table_of_findings():
    """Made of the rules, so a new one cannot be left out; where it differs, paste this one."""
    assert table() in DOCUMENT.read_text(), table()
    assert EXPECTED in DOCUMENT.read_text()


def test_every_kind_has_its_rule_in_the_order_of_importance():
    assert list(RULES) == list(Kind)


def test_advice_names_whose_it_is_and_the_year():
    for kind, rule in RULES.items():
        assert bool(rule.advice) == bool(rule.source), kind
        assert all(any(part.isdigit() for part in one) for one in rule.source.split("; ") if one), kind
