"""What a reward is for: a model that follows it is one that people prefer."""

from tests.core.rewards.simulated_reinforcement import choices, learned, preferred


def test_following_the_reward_raises_what_people_prefer():
    """Best of eight by the program beats the policy's own answers, in the eyes of people it never met."""
    reward = learned(choices(500, seed=11))
    assert preferred(reward, 150, 8, seed=12).interval.lower > 0.55


def test_following_a_reward_of_random_choices_raises_nothing():
    """The same procedure with choices by chance: what rises is not made by the measuring."""
    reward = learned(choices(150, seed=13, by_chance=True))
    interval = preferred(reward, 150, 8, seed=12).interval
    assert interval.lower < 0.5 < interval.upper
