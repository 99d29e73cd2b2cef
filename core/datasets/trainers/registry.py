"""All trainers, in the order in which people see them. A new one is its file and its line here."""

from core.datasets.exports import Export
from core.datasets.models import DatasetKind
from core.datasets.named import one_named
from core.datasets.trainers import (
    aws_nova,
    axolotl,
    fireworks,
    llama_factory,
    ms_swift,
    nemo_rl,
    openai,
    openrlhf,
    together,
    torchtune,
    trl,
    verl,
)
from core.datasets.trainers.trainer import Setup, Trainer
from core.errors import InvalidInput

TRAINERS: tuple[Trainer, ...] = (
    trl.TRAINER,
    llama_factory.TRAINER,
    openrlhf.TRAINER,
    axolotl.TRAINER,
    torchtune.TRAINER,
    verl.TRAINER,
    ms_swift.TRAINER,
    nemo_rl.TRAINER,
    openai.OPENAI,
    openai.AZURE,
    together.TRAINER,
    fireworks.TRAINER,
    aws_nova.TRAINER,
)


def trainer_named(name: str) -> Trainer:
    """The trainer that commands call so.

    Raises:
        ValueError: There is none.
    """
    return one_named(name, TRAINERS)


def setups_for(trainer: Trainer, kind: DatasetKind) -> list[Setup]:
    """What a trainer can do with a set of this kind; empty if nothing."""
    return [one for one in trainer.setups if kind == one.kind]


def only_reader(export: Export, kind: DatasetKind) -> Trainer | None:
    """The trainer of whose files an export of a set of this kind is; None if several read it, or none."""
    readers = [one for one in TRAINERS if any(export is setup.export for setup in setups_for(one, kind))]
    return readers[0] if len(readers) == 1 else None


def setup_for(trainer: Trainer, kind: DatasetKind, export: Export | None = None) -> Setup:
    """What to do with a set of this kind: the trainer's first way, or the one with a certain export.

    Raises:
        InvalidInput: It trains on no such set, or does not read that export.
    """
    possible = setups_for(trainer, kind)
    if not possible:
        kinds = " and ".join(dict.fromkeys(one.kind.value for one in trainer.setups))
        raise InvalidInput(
            f"{trainer.title} is known to train on sets of kind {kinds}; this one is of kind {kind.value}."
        )
    found = next((one for one in possible if export in (None, one.export)), None)
    if found is None:
        names = ", ".join(dict.fromkeys(one.export.name for one in possible))
        raise InvalidInput(
            f"{trainer.title} does not read {export.name if export else 'it'}; it reads: {names}. Leave the "
            "format out to have the one that is right for it."
        )
    return found
