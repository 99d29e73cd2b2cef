"""Each trainer's configuration goes with the export it reads, and the documentation says the same."""

import json

import pytest

from core.datasets import DatasetKind
from core.datasets.exports import export_named
from core.datasets.trainers import TRAINERS, Setup, only_reader, setup_for, setups_for, trainer_named
from core.errors import InvalidInput
from tests.core.datasets.trainers.write_trainers import COSTLY, FILE, text

SETUPS = [
    pytest.param(setup, id=f"{one.name} {setup.export.name}") for one in TRAINERS for setup in one.setups
]
NAMES = "preference-1-0a1b2c3d.x.jsonl", "preference-1"


def test_the_documentation_is_made_of_the_code() -> None:
    """And of what was run: ``python -m tests.core.datasets.trainers.write_trainers`` writes it anew."""
    assert FILE.read_text() == text()


def test_what_costs_most_is_said_first() -> None:
    """Prompts that are dropped or printed as lists cost a whole training."""
    document = text()
    places = [document.index(f"- **{trainer_named(name).title}.**") for name in COSTLY]
    assert places == sorted(places)
    assert places[-1] < document.index("- **TRL.**")


def test_names_are_unlike() -> None:
    """And each trainer does something."""
    assert len({one.name for one in TRAINERS}) == len(TRAINERS)
    assert all(one.setups and one.beware.endswith(".") for one in TRAINERS)
    with pytest.raises(ValueError, match="'trlx' is not one of 'trl'"):
        trainer_named("trlx")


@pytest.mark.parametrize("setup", SETUPS, ids=lambda one: f"{one.export.name}: {one.purpose}")
def test_the_lines_name_the_file(setup: Setup) -> None:
    """Nothing is left to be filled in but what the studio cannot know."""
    lines = setup.lines(*NAMES)
    assert NAMES[0] in lines
    assert "$" not in lines


def test_an_entry_of_llama_factory_names_all_columns_of_a_row() -> None:
    """Those that it did not name would be none."""
    setup = trainer_named("llama-factory").setups[0]
    entry = json.loads(setup.lines(*NAMES))["preference-1"]
    assert (entry["file_name"], entry["formatting"], entry["ranking"]) == (NAMES[0], "sharegpt", True)
    assert set(entry["columns"].values()) == {"conversations", "chosen", "rejected", "system"}


def test_a_format_of_one_trainer() -> None:
    """Has that trainer's configuration without anybody's asking; one that several read has none."""
    found = only_reader(export_named("llama-factory"), DatasetKind.PREFERENCE)
    assert found is trainer_named("llama-factory")
    assert only_reader(export_named("openai-preference"), DatasetKind.PREFERENCE) is None
    assert only_reader(export_named("parquet"), DatasetKind.PREFERENCE) is None


def test_the_way_that_fits_a_set() -> None:
    """The first one, or that of a format; what does not go together is refused with what does."""
    openrlhf = trainer_named("openrlhf")
    assert setup_for(openrlhf, DatasetKind.PREFERENCE).export.name == "trl-conversational"
    assert setup_for(openrlhf, DatasetKind.PREFERENCE, export_named("trl")).export.name == "trl"
    with pytest.raises(InvalidInput, match="OpenRLHF does not read nemo-rl; it reads: trl-conv"):
        setup_for(openrlhf, DatasetKind.PREFERENCE, export_named("nemo-rl"))
    with pytest.raises(
        InvalidInput, match="NeMo-RL is known to train on sets of kind preference; this one is of kind prompt"
    ):
        setup_for(trainer_named("nemo-rl"), DatasetKind.PROMPT)
    assert setups_for(trainer_named("nemo-rl"), DatasetKind.PROMPT) == []
