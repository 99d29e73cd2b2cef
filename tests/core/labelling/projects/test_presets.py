"""Presets: what each comes to, and how present settings are recognised as one."""

import pytest

from core.labelling import Choices, LabellingProtocol
from core.labelling.projects import KEPT, Preset, preset_of


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_is_recognised(preset):
    """By its number of judgments and its protocol, and by nothing less."""
    needed, protocol = preset.judgments_per_pair, preset.protocol
    assert preset_of(needed, protocol) is preset
    assert preset_of(needed + 1, protocol) is None
    assert preset_of(needed, protocol.model_copy(update={"retest_rate": 0.07})) is None


@pytest.mark.parametrize("preset", Preset)
def test_who_is_let_in_and_the_reasons_to_skip_are_the_projects_own(preset):
    """No preset changes them, and they do not make the settings custom."""
    own = LabellingProtocol(members_only=True, skip_reasons=("Not in English",))
    applied = preset.applied_to(own)
    assert {name: getattr(applied, name) for name in KEPT} == {name: getattr(own, name) for name in KEPT}
    assert preset_of(preset.judgments_per_pair, applied) is preset


def test_quick_asks_for_nothing_but_a_choice():
    """No tie, confidence, axes, rationale or flag, and nothing that checks on people."""
    protocol = Preset.QUICK.protocol
    assert protocol == LabellingProtocol(choices=Choices.TWO_WAY, confidence=False, flag_reasons=())
    assert Preset.QUICK.judgments_per_pair == 1


def test_careful_checks_on_people():
    """Eight of ten gold pairs must be right before anybody joins."""
    protocol = Preset.CAREFUL.protocol
    assert (Preset.CAREFUL.judgments_per_pair, protocol.tie, protocol.confidence) == (3, True, True)
    assert (protocol.qualification_needed, protocol.qualification_pairs) == (8, 10)
    assert (protocol.gold_rate, protocol.calibration_rate, protocol.retest_rate) == (0.1, 0.15, 0.03)
    assert protocol.flag_reasons


def test_tldr_is_what_the_paper_says():
    """A nine-point scale with its middle, one label a comparison, 10 to 20 % from a shared pool."""
    protocol = Preset.TLDR_2020.protocol
    assert (Preset.TLDR_2020.judgments_per_pair, protocol.strength, protocol.tie) == (1, True, True)
    assert 0.1 <= protocol.calibration_rate <= 0.2
    assert protocol.qualification_pairs > 0
    assert "left out" in Preset.TLDR_2020.description
