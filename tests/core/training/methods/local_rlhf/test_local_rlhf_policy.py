"""The extractive policy: what it may pick, its probabilities and their gradient."""

import math
from itertools import permutations

import numpy as np
import pytest
from local_rlhf_posts import prompts

from core.training.methods.local_rlhf.features import pickable_sentences, post_text
from core.training.methods.local_rlhf.policy import START, greedy, roll_out, sampler, summaries
from core.training.methods.local_rlhf.posts import ACTION_FEATURES, States, policy_post

BASE = np.array(START)
OTHER = BASE + np.random.default_rng(1).normal(size=len(BASE))
POST = "My cat ran away. Did the cat eat my food? " + "Nobody on the whole street has seen that cat. " * 4
SENTENCES = 6  # of 4, 6 and four times 9 words: 46 together, so all six fit


def forced(actions):
    """A choice that takes these actions one after another and then stops."""
    left = list(actions)

    def choose(probabilities):
        return np.array([left.pop(0) if left else probabilities.shape[1] - 1] * len(probabilities))

    return choose


def roll(actions, weights):
    """The rollout of the one post with these actions."""
    return roll_out([policy_post(POST)], weights=weights, base_weights=BASE, choose=forced(actions))


def all_summaries():
    """Every order of every set of sentences, at least one."""
    return [order for count in range(1, SENTENCES + 1) for order in permutations(range(SENTENCES), count)]


def test_the_gradient_is_the_slope_of_the_log_probability():
    """Central differences agree with the formula, through every kind of feature."""
    actions, small = (2, 0, 3, 1), 1e-6
    slopes = [
        float(
            (roll(actions, OTHER + small * axis).log_prob - roll(actions, OTHER - small * axis).log_prob)[0]
        )
        / (2 * small)
        for axis in np.eye(len(BASE))
    ]
    assert roll(actions, OTHER).gradient[0] == pytest.approx(slopes, rel=1e-6, abs=1e-7)


def test_probabilities_of_all_summaries_add_up_to_one():
    """Nothing is lost between the steps: the 1,956 ways to summarise six sentences have probability 1."""
    total = sum(float(np.exp(roll(actions, OTHER).log_prob[0])) for actions in all_summaries())
    assert total == pytest.approx(1.0)


def test_kl_is_the_mean_log_ratio():
    """Over all summaries the summed divergence and the log ratio have the same mean, the KL divergence."""
    rollouts = [roll(actions, OTHER) for actions in all_summaries()]
    probabilities = np.array([float(np.exp(rollout.log_prob[0])) for rollout in rollouts])
    kl = float(probabilities @ [float(rollout.kl[0]) for rollout in rollouts])
    assert kl == pytest.approx(float(probabilities @ [float(rollout.log_ratio[0]) for rollout in rollouts]))
    assert kl > 0


def test_at_its_start_the_policy_has_no_divergence():
    """The same weights on both sides: log ratio and divergence are exactly 0."""
    posts = [policy_post(prompt) for prompt in prompts(20, seed=1)]
    rollout = roll_out(posts, weights=BASE, base_weights=BASE, choose=sampler(np.random.default_rng(0)))
    assert not rollout.kl.any()
    assert not rollout.log_ratio.any()


def test_company_changes_nothing():
    """A post's summary is the same alone and padded beside longer ones."""
    posts = [policy_post(prompt) for prompt in prompts(10, seed=2)]
    together = roll_out(posts, weights=OTHER, base_weights=BASE, choose=greedy)
    for row, post in enumerate(posts):
        alone = roll_out([post], weights=OTHER, base_weights=BASE, choose=greedy)
        assert alone.numbers()[0] == together.numbers()[row]
        assert alone.log_prob[0] == pytest.approx(together.log_prob[row])
        assert alone.gradient[0] == pytest.approx(together.gradient[row])


def test_chance_follows_the_probabilities():
    """Of 40,000 draws at 0.2, 0, 0.5 and 0.3 each share is within four standard errors (at most 0.01)."""
    drawn = sampler(np.random.default_rng(0))(np.tile([0.2, 0.0, 0.5, 0.3], (40_000, 1)))
    shares = np.bincount(drawn, minlength=4) / 40_000
    assert shares == pytest.approx([0.2, 0.0, 0.5, 0.3], abs=0.01)
    assert shares[1] == 0


def test_every_feature_of_an_action_by_hand():
    """The three sentences and the stop once the second sentence is picked."""
    states = States([policy_post("I saw a red dog. Did the red dog bark? My red cat.")])
    states.take(np.array([1]))
    first, second, third, stop = (dict(zip(ACTION_FEATURES, row, strict=True)) for row in states.features[0])
    assert first == dict.fromkeys(ACTION_FEATURES, 0.0) | {
        "first": 1.0,
        "length": pytest.approx(math.log(6) / math.log(51)),  # 5 words
        "centrality": pytest.approx(2 / 3),  # red and dog, of saw red dog
        "first_person": pytest.approx(1 / 5),
        "said": pytest.approx(2 / 3),
    }
    assert (second["position"], second["question"]) == (0.5, 1.0)
    assert (third["position"], third["last"], third["follows"]) == (1.0, 1.0, 1.0)
    assert third["said"] == pytest.approx(1 / 2)  # red, of red cat
    assert stop == dict.fromkeys(ACTION_FEATURES, 0.0) | {"stop": 1.0, "stop_full": 5 / 50, "stop_asked": 1.0}
    assert states.allowed().tolist() == [[True, False, True, True]]


@pytest.mark.parametrize("weights", [BASE, OTHER, 50 * OTHER, -50 * OTHER])
def test_a_summary_is_real_sentences_in_order_and_short(weights):
    """Whatever the weights: at least one sentence, in the order of the post, no marker, at most 50 words."""
    texts = [*prompts(30, seed=3), "word " * 200, "Ok.", "Long " * 49 + "end. Short one."]
    posts = [policy_post(text) for text in texts]
    rollout = roll_out(posts, weights=weights, base_weights=BASE, choose=sampler(np.random.default_rng(4)))
    for text, post, picked in zip(texts, posts, rollout.numbers(), strict=True):
        summary = post.summary(picked)
        found = pickable_sentences(post_text(text))
        assert summary == " ".join(found[number] for number in picked)
        assert picked
        assert len(summary.split()) <= 50
        assert "[summary]" not in summary


def test_the_base_model_writes_summaries_of_medium_length():
    """There is room to become shorter and to become longer."""
    lengths = [len(text.split()) for text in summaries([policy_post(p) for p in prompts(60, seed=1)], START)]
    assert 12 < np.mean(lengths) < 35
