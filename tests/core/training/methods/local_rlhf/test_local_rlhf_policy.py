"""The policy: what it sees, what it picks, and how the reward model tunes it."""

import math
from itertools import permutations

import numpy as np
import pytest
from local_rlhf_posts import pairs, prompts

from core.answer_features import post_text
from core.errors import InvalidInput
from core.training.methods.local_rlhf.policy import (
    MAX_GRADIENT,
    POLICY_LEARNING_RATE,
    START,
    greedy,
    policy_gradient,
    roll_out,
    sampler,
    summaries,
    tune_policy,
)
from core.training.methods.local_rlhf.posts import ACTION_FEATURES, States, pickable_sentences, policy_post
from core.training.methods.local_rlhf.reward_model import REWARD_LEARNING_RATE, train_reward_model
from core.training.methods.local_rlhf.tasks import predict

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


PROMPTS = prompts(40, seed=11)


def ignore(_step, _point):
    """A report nobody reads."""


def rewards_of(prefer, *, agreement=0.9):
    """A reward model of annotators with this taste."""
    return train_reward_model(
        pairs(150, seed=7, prefer=prefer, agreement=agreement),
        steps=300,
        learning_rate=REWARD_LEARNING_RATE,
        seed=0,
        report=ignore,
    )


def tune(model, *, kl_coeff=0.1, seed=0, steps=200, texts=PROMPTS):
    """A tuned policy and its curves, one array a tag."""
    points = []
    policy = tune_policy(
        texts,
        reward_model=model,
        steps=steps,
        learning_rate=POLICY_LEARNING_RATE,
        kl_coeff=kl_coeff,
        seed=seed,
        report=lambda _step, point: points.append(point),
    )
    return policy, {tag: np.array([point[tag] for point in points]) for tag in points[0]}


def mean_words(weights):
    """Mean length of the predictions on posts the tuning has not seen."""
    return np.mean([len(text.split()) for text in predict(prompts(40, seed=12), weights)])


@pytest.fixture(scope="module")
def shorter():
    """The reward model of annotators who prefer the shorter candidate."""
    return rewards_of("shorter")


def test_annotators_who_prefer_shorter_get_shorter(shorter):
    """Tuned summaries of unseen posts are markedly shorter than the base model's."""
    policy, _ = tune(shorter)
    assert mean_words(policy.weights) < 0.6 * mean_words(policy.base_weights)


def test_annotators_who_prefer_longer_get_longer():
    """And markedly longer where longer is preferred."""
    policy, _ = tune(rewards_of("longer"))
    assert mean_words(policy.weights) > 1.4 * mean_words(policy.base_weights)


def test_annotators_who_toss_coins_change_little():
    """Rewards without meaning are small, so the KL penalty keeps the policy near its start."""
    policy, curves = tune(rewards_of("random"), kl_coeff=0.5)
    assert curves["kl_loss"][-1] < 0.2
    assert mean_words(policy.weights) == pytest.approx(mean_words(policy.base_weights), rel=0.25)


def test_reward_and_divergence_rise_and_level_off(shorter):
    """Both rise, and the last quarter of the steps adds at most a fifth of what the first quarter added."""
    _, curves = tune(shorter)
    for tag in ("reward", "kl_loss"):
        start = curves[tag][0]
        quarters = [part.mean() for part in np.array_split(curves[tag][1:], 4)]
        assert quarters[0] > start
        assert quarters[-1] - quarters[-2] < 0.2 * (quarters[0] - start), tag


def test_a_larger_penalty_keeps_the_policy_nearer(shorter):
    """The final divergence falls with kl_coeff."""
    final = [tune(shorter, kl_coeff=kl_coeff)[1]["kl_loss"][-3:].mean() for kl_coeff in (0.0, 0.5, 2.0, 10.0)]
    assert final == sorted(final, reverse=True)
    assert final[-1] < 0.5 * final[0]


def test_the_loss_is_what_the_steps_bring_down(shorter):
    """rl_loss is kl_coeff times the divergence minus the reward, at every point."""
    _, curves = tune(shorter, kl_coeff=0.5, steps=30)
    assert curves["rl_loss"] == pytest.approx(0.5 * curves["kl_loss"] - curves["reward"])
    assert curves["rl_loss"][-1] < curves["rl_loss"][0]


def test_the_same_seed_gives_the_same_run(shorter):
    """Weights and curves are equal to the last digit; another seed gives others."""
    first, second, other = (tune(shorter, seed=seed, steps=30) for seed in (3, 3, 4))
    assert first[0] == second[0]
    assert all(np.array_equal(first[1][tag], second[1][tag]) for tag in first[1])
    assert first[0] != other[0]


def test_prompts_without_a_sentence_are_left_out(shorter):
    """They are counted, and the others still train."""
    policy, _ = tune(shorter, steps=2, texts=[*PROMPTS[:3], " [summary]: ", "?!"])
    assert (policy.prompts, policy.skipped_prompts) == (3, 2)


@pytest.mark.parametrize("texts", [[], [" [summary]: ", ""]])
def test_without_any_usable_prompt_nothing_runs(shorter, texts):
    """The refusal is a sentence that says how many prompts there were."""
    with pytest.raises(InvalidInput, match=f"None of the {len(texts)} prompts holds a sentence"):
        tune(shorter, texts=texts)


def test_the_gradient_by_hand():
    """One prompt, returns 4, 0, 0, 0: baselines 0, 4/3, 4/3, 4/3, so advantages 4, -4/3, -4/3, -4/3.

    With gradients 1, 0, 0, 0 on one weight and 0, 1, 1, 1 on the other the means are 4/4 = 1 and -4/4 = -1,
    and the length sqrt(2) is cut to 1.
    """
    gradients = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    step = policy_gradient(np.array([4.0, 0.0, 0.0, 0.0]), gradients)
    assert step == pytest.approx(np.array([1.0, -1.0]) * MAX_GRADIENT / np.sqrt(2))
    assert policy_gradient(np.array([0.4, 0.0, 0.0, 0.0]), gradients) == pytest.approx([0.1, -0.1])


def test_equal_returns_teach_nothing():
    """The baseline takes away what all samples of a prompt share, however large."""
    returns = np.array([7.0] * 4 + [-900.0] * 4)
    assert policy_gradient(returns, np.ones((8, 3))) == pytest.approx([0.0, 0.0, 0.0])
