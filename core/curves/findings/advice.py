"""What goes with each kind of finding: its tone, when it is said, what to try next, whose advice it is."""

from dataclasses import dataclass

from core.curves.findings.finding import Kind, Tone

GAO = "Gao, Schulman and Hilton 2023, Scaling laws for reward model overoptimization"
STIENNON = "Stiennon et al. 2020, Learning to summarize from human feedback"
OUYANG = "Ouyang et al. 2022, Training language models to follow instructions with human feedback"
BAI = "Bai et al. 2022, Training a helpful and harmless assistant with RLHF"
SINGHAL = "Singhal et al. 2023, A long way to go: investigating length correlations in RLHF"
SCHULMAN = "Schulman 2020, Approximating KL divergence"
PPO = "Schulman et al. 2017, Proximal policy optimization algorithms"
TRL = "Hugging Face TRL 2025, Training FAQ"
GOOGLE = "Google 2024, Tune text models by using RLHF tuning"
BENGIO = "Bengio 2012, Practical recommendations for gradient-based training of deep architectures"
PASCANU = "Pascanu et al. 2013, On the difficulty of training recurrent neural networks"
PALM = "Chowdhery et al. 2022, PaLM, section 5.1"
KARPATHY = "Karpathy 2019, A recipe for training neural networks"
PRECHELT = "Prechelt 1998, Early stopping, but when?"
LEAKAGE = "Kaufman et al. 2012, Leakage in data mining"
ZHANG = "Zhang et al. 2017, Understanding deep learning requires rethinking generalization"
GOODFELLOW = "Goodfellow, Bengio and Courville 2016, Deep learning, section 8.3"

EXPECTED = "rank loss falls and levels off; KL and reward rise and level off"
"""What Google expects of an RLHF run that works, on the page about tuning named in `GOOGLE`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes with a kind of finding.

    Attributes:
        tone: How it is to be taken, unless its figures say otherwise.
        when: When it is said.
        advice: What to try next.
        source: Whose advice that is.
        likely: Whether it is the likely reading of what the curves did, not the only one.
    """

    tone: Tone
    when: str
    advice: str = ""
    source: str = ""
    likely: bool = False


RULES: dict[Kind, Rule] = {
    Kind.NOT_FINITE: Rule(
        Tone.BAD,
        "values are NaN (no number) or infinite: to the end is bad, a few on the way are a warning",
        "Start again from a checkpoint before that step with a learning rate three times smaller, and limit "
        "the gradient's norm.",
        f"{BENGIO}; {PASCANU}",
    ),
    Kind.DIVERGED: Rule(
        Tone.BAD,
        "a loss, reward or KL runs away from where it was and does not come back",
        "Train again with a learning rate three times smaller (reward_model_learning_rate_multiplier or "
        "reinforcement_learning_rate_multiplier).",
        BENGIO,
    ),
    Kind.COLLAPSED: Rule(
        Tone.BAD,
        "a reward, an accuracy or the length of answers drops at once and stays down",
        "Go back to a checkpoint before that step; raise kl_coeff or lower "
        "reinforcement_learning_rate_multiplier.",
        f"{STIENNON}; {BENGIO}",
    ),
    Kind.NO_LEARNING_RATE: Rule(
        Tone.BAD,
        "the learning rate is 0 at every point",
        "Set the learning rate or its multiplier above 0: a step is the learning rate times the gradient.",
        GOODFELLOW,
    ),
    Kind.NEGATIVE_LOSS: Rule(
        Tone.BAD,
        "a rank loss is below 0, which minus the log of a probability never is",
        "Look up what the trainer writes under this tag: it is another loss, or the sum of several.",
        f"{OUYANG}, equation 1",
    ),
    Kind.EMPTY_REWARD: Rule(
        Tone.BAD,
        "the reward rose, while the rank loss of its reward model stayed at ln 2 (0.69), which is guessing",
        "Train the reward model until its accuracy on held-out pairs is clearly over 50 %, and tune again.",
        f"{KARPATHY}; {STIENNON}",
    ),
    Kind.OVER_OPTIMISED: Rule(
        Tone.WARNING,
        "the reward rose while KL runs away: it passes 10 nats a sequence, runs off, or more than doubles "
        "after "
        "the reward has made nine tenths of its way",
        "Raise kl_coeff, or stop at that step, and let people compare its answers with the base model's.",
        f"{GAO}; {STIENNON}; {TRL}",
        likely=True,
    ),
    Kind.NO_HUMAN_GAIN: Rule(
        Tone.BAD,
        "the reward rose, and people's verdicts do not say that the tuned model is better",
        "Look at answers with a high reward that people turned down, label pairs of such answers, and "
        "train the "
        "reward model anew.",
        f"{GAO}; {BAI}",
    ),
    Kind.LEARNED_NOTHING: Rule(
        Tone.BAD,
        "a rank loss ends at ln 2 (0.69, what guessing gives) or above",
        "See whether the model can learn 50 pairs by heart: if not, raise "
        "reward_model_learning_rate_multiplier; if so, look at whether people agree on these pairs.",
        KARPATHY,
    ),
    Kind.OVERFITTING: Rule(
        Tone.WARNING,
        "the loss on held-out pairs rises, the accuracy on them falls, or the training loss ends far below "
        "the held-out one",
        "Stop at that step (reward_model_train_steps), or label more pairs.",
        f"{PRECHELT}; {OUYANG}",
    ),
    Kind.LABELS_LEAK: Rule(
        Tone.WARNING,
        "a rank loss is far below ln 2 from its first point on and falls little",
        "If it continues an earlier training, all is well. If not, look for what gives the label away: "
        "the order of "
        "answers, their length, a mark in the text, the same pairs twice.",
        LEAKAGE,
        likely=True,
    ),
    Kind.MEMORISING: Rule(
        Tone.WARNING,
        "a rank loss ends under the human noise floor, or near 0 where no floor is known",
        "Look at the loss on held-out pairs; train for fewer steps (reward_model_train_steps), or label "
        "more pairs.",
        f"{ZHANG}; {OUYANG}",
        likely=True,
    ),
    Kind.RANK_LOSS_ROSE: Rule(
        Tone.WARNING,
        "a rank loss ends clearly above where it began",
        "Train again with a learning rate three times smaller (reward_model_learning_rate_multiplier).",
        BENGIO,
    ),
    Kind.REWARD_FELL: Rule(
        Tone.WARNING,
        "the reward ends below where it began, or well below where it had been",
        "Lower reinforcement_learning_rate_multiplier; where the reward had a peak, stop there.",
        f"{BENGIO}; {PRECHELT}",
    ),
    Kind.REWARD_FLAT: Rule(
        Tone.WARNING,
        "the reward shows no clear change",
        "Train for more steps (Google advises 10 to 20 epochs: reinforcement_learning_train_steps); if KL is "
        "small, lower kl_coeff or raise reinforcement_learning_rate_multiplier.",
        GOOGLE,
    ),
    Kind.KL_NEAR_ZERO: Rule(
        Tone.WARNING,
        "KL stays next to 0: the tuned model answers as the base model does",
        "Lower kl_coeff, train for more steps (reinforcement_learning_train_steps), or raise "
        "reinforcement_learning_rate_multiplier.",
        f"{GAO}; {GOOGLE}",
        likely=True,
    ),
    Kind.KL_NEGATIVE: Rule(
        Tone.WARNING,
        "KL is negative: on average is a warning, now and then a note",
        "A single sample's estimate may be negative, its average may not: see that answers are sampled at "
        "temperature 1 without top-k, and that dropout is off.",
        f"{SCHULMAN}; {TRL}",
    ),
    Kind.KL_FAR: Rule(
        Tone.WARNING,
        "KL rose past 10 nats a sequence, or ran off, and the reward did not rise",
        "Raise kl_coeff or lower reinforcement_learning_rate_multiplier: the model changes without gain.",
        f"{TRL}; {STIENNON}",
    ),
    Kind.ENTROPY_LOST: Rule(
        Tone.WARNING,
        "entropy, how varied answers are, ends under a fifth of where it began",
        "Raise kl_coeff, which keeps answers varied, and read answers to one prompt beside each other.",
        STIENNON,
    ),
    Kind.LONGER_ANSWERS: Rule(
        Tone.WARNING,
        "answers grew by three tenths or more, in step with the reward",
        "Compare answers of the same length; balance the length of the preferred answers among the pairs.",
        SINGHAL,
        likely=True,
    ),
    Kind.MUCH_CLIPPED: Rule(
        Tone.WARNING,
        "at the end over three tenths of updates were clipped, cut off for being too large",
        "Lower reinforcement_learning_rate_multiplier.",
        PPO,
    ),
    Kind.ACCURACY: Rule(
        Tone.GOOD,
        "an accuracy is logged: good from 60 % on held-out pairs, a warning up to 53 %, a note between "
        "and on "
        "training pairs",
        "Compare it with how often people agree, on the quality page.",
        STIENNON,
    ),
    Kind.RANK_LOSS_LEVEL: Rule(
        Tone.GOOD, "a rank loss fell and levelled off, above the noise floor: what Google expects"
    ),
    Kind.RL_HEALTHY: Rule(
        Tone.GOOD,
        "reward and KL both rose and levelled off: what Google expects",
        "Let people compare answers blind before you believe the reward.",
        GAO,
    ),
    Kind.REWARD_ROSE: Rule(
        Tone.GOOD,
        "the reward rose and levelled off; KL still rises a little, does not move or is not logged",
        "Let people compare answers blind before you believe the reward.",
        GAO,
    ),
    Kind.REWARD_RISING: Rule(
        Tone.GOOD,
        "the reward is still rising, and KL does not run away",
        "Train for more steps (reinforcement_learning_train_steps) and keep an eye on KL.",
        GOOGLE,
    ),
    Kind.RANK_LOSS_FALLING: Rule(
        Tone.GOOD,
        "a rank loss fell and is still falling",
        "Train for more steps (Google advises 20 to 30 epochs: reward_model_train_steps) while held-out "
        "pairs gain from it.",
        GOOGLE,
    ),
    Kind.SPIKED: Rule(
        Tone.NOTE,
        "single points are far from what goes before and comes after; they are left out of the reading",
        "A single spike may pass. If they go on, start again from a checkpoint before the first and skip "
        "the rows "
        "that were seen there.",
        PALM,
    ),
    Kind.TOO_NOISY: Rule(
        Tone.NOTE,
        "a curve goes up and down without a direction",
        "Smooth it, or let more answers go into each point.",
        KARPATHY,
    ),
    Kind.TOO_SHORT: Rule(Tone.NOTE, "a curve has fewer than ten finite points"),
    Kind.WENT: Rule(Tone.NOTE, "any other curve that the studio knows"),
    Kind.NOTED: Rule(Tone.NOTE, "the way of tuning says something of its curves beforehand"),
}
