"""How many verdicts a review needs, against published figures and statsmodels."""

import pytest
from statsmodels.stats.power import normal_power_het, normal_sample_size_one_tail
from statsmodels.stats.proportion import samplesize_confint_proportion

from core.errors import InvalidInput
from core.review.statistics.planning import (
    design_effect,
    meter,
    needed_for_margin,
    needed_for_rate,
    plan_for_margin,
    plan_for_rate,
    plan_of,
    power_of,
    smallest_difference,
)

Z = 0.5  # the standard deviation of a verdict where one half is the truth


def test_the_two_figures_that_everybody_knows():
    """For 5 points 385 (Cochran 1977, 4.4), for 55 % with 80 % power 783 (Fleiss et al. 2003, 2.5)."""
    assert plan_for_margin(0.05).verdicts == 385
    assert plan_for_rate(0.55, 0.8).verdicts == 783


@pytest.mark.parametrize("margin", [0.01, 0.03, 0.05, 0.1])
def test_a_margin_needs_what_statsmodels_says(margin):
    """As statsmodels' samplesize_confint_proportion, normal approximation."""
    assert needed_for_margin(margin) == pytest.approx(
        samplesize_confint_proportion(0.5, margin), abs=1e-9, rel=1e-12
    )


@pytest.mark.parametrize("rate", [0.4, 0.52, 0.55, 0.7, 0.9])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_a_rate_needs_what_statsmodels_says(rate, power):
    """As statsmodels' normal_sample_size_one_tail with 2.5 % in each tail."""
    theirs = normal_sample_size_one_tail(
        abs(rate - 0.5), power, 0.025, std_null=Z, std_alternative=(rate * (1 - rate)) ** 0.5
    )
    assert needed_for_rate(rate, power) == pytest.approx(theirs, rel=1e-11)


@pytest.mark.parametrize("verdicts", [1, 20, 385, 783, 5000])
@pytest.mark.parametrize("rate", [0.3, 0.5, 0.51, 0.55, 0.8])
def test_power_is_that_of_statsmodels(verdicts, rate):
    """As statsmodels' normal_power_het, two-sided."""
    theirs = normal_power_het(
        abs(rate - 0.5), verdicts, 0.05, std_null=Z, std_alternative=(rate * (1 - rate)) ** 0.5
    )
    assert power_of(verdicts, rate) == pytest.approx(theirs, abs=1e-9)


def test_the_smallest_difference_has_just_the_power():
    """783 verdicts see 5 points; 3 cannot see even a model that always wins."""
    assert smallest_difference(needed_for_rate(0.55)) == pytest.approx(0.05, abs=1e-4)
    assert power_of(400, 0.5 + (smallest_difference(400) or 0)) == pytest.approx(0.8, abs=1e-9)
    assert smallest_difference(3) is None


def test_three_verdicts_an_item_are_worth_less_than_three():
    """At an agreement of 73 % rho is 0.46: 501 items with 3 verdicts are worth 783 independent ones."""
    assert design_effect(3, 0.73) == pytest.approx(1.92)
    assert design_effect(3, 0.4) == 1
    plan = plan_for_rate(0.55, 0.8, per_item=3, agreement=0.73)
    assert (plan.items, plan.verdicts) == (501, 1503)  # 782.5·1.92/3 = 500.8
    assert plan.power == pytest.approx(0.8, abs=1e-3)
    assert plan_for_margin(0.05, per_item=3, agreement=1.0).items == 385  # the second and third add nothing


def test_the_meter_says_what_is_there():
    """Half of the plan, and what a review would see that ended now; more than planned is no more than all."""
    half = meter(plan_for_margin(0.05), verdicts=200, complete=190)
    assert half.share == pytest.approx(200 / 385)
    assert half.now.margin == pytest.approx(0.98 / 190**0.5, abs=1e-4)
    assert meter(plan_of(10), verdicts=12, complete=10).share == 1
    empty = meter(plan_of(0), verdicts=0, complete=0)
    assert (empty.share, empty.now.margin, empty.now.difference) == (1, 0.5, None)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: plan_for_margin(0.5), "A margin of 50 points cannot be"),
        (lambda: plan_for_rate(0.5), "cannot be told from 50 %"),
        (lambda: plan_for_rate(0.6, 1.0), "A power of 100 % cannot be"),
        (lambda: plan_of(-1), "-1 items cannot be"),
        (lambda: plan_of(5, per_item=0), "0 verdicts an item cannot be"),
        (lambda: plan_of(5, agreement=1.2), "An agreement of 1.2 cannot be"),
    ],
)
def test_what_cannot_be_planned_is_refused(make, said):
    with pytest.raises(InvalidInput, match=said):
        make()
