"""A judge is asked as Google asks it, and its scores are read as Google reads them."""

import pytest

from core.cloud import gemini_location
from core.errors import InvalidInput, NotAllowed, NotFound, QuotaExceeded, Unavailable
from core.rewards import SCORE_EXPRESSION, AutoraterPart, Sample, calls_of
from core.rewards.autorater import asked_of, read_score, score_by_autorater
from tests.core.rewards.judged_pairs import sample

PROMPT = "Judge.\n<prompt>\n{{prompt}}\n</prompt>\n<answer>\n{{response}}\n</answer>"


def judge(**changes) -> AutoraterPart:
    """A judge as the drafts make it."""
    fields = {"name": "judge", "model": "gemini-3.5-flash", "prompt": PROMPT, "expression": SCORE_EXPRESSION}
    return AutoraterPart(**(fields | changes))


@pytest.fixture(autouse=True)
def no_waits(monkeypatch):
    """Tries follow each other at once."""
    monkeypatch.setattr("core.asking.WAITS_S", (0.0, 0.0, 0.0))


def different(number: int) -> list[Sample]:
    """So many answers of two words."""
    return [sample(f"answer {one}") for one in range(number)]


def told() -> tuple[list[str], object]:
    """A list, and what adds to it."""
    sentences: list[str] = []
    return sentences, sentences.append


def test_scores_come_in_the_order_of_the_answers(cloud):
    """The rule of the judge, to its four decimals, in whichever order the calls end."""
    sentences, tell = told()
    answers = [sample("word " * number) for number in range(1, 30)]
    scores = score_by_autorater(judge(), answers, tell)
    assert scores == pytest.approx([1 - number / 100 for number in range(1, 30)])
    assert len(cloud.judge.asked) == calls_of(judge(), pairs=29) // 2
    assert sentences[-1] == "Judge gemini-3.5-flash has scored 29 of 29."
    assert all("tools" not in body for body in cloud.judge.asked)


def test_an_answer_in_several_pairs_is_asked_about_once(cloud):
    """As those of rankings are; to another prompt it is another answer."""
    asked = [sample("a b"), sample("c"), sample("a b"), sample("a b", "Another prompt."), sample("c")]
    assert score_by_autorater(judge(samples=2), asked, print) == pytest.approx([0.98, 0.99, 0.98, 0.98, 0.99])
    assert len(cloud.judge.asked) == 6


def test_several_askings_are_averaged(cloud):
    cloud.judge.rule = lambda _: len(cloud.judge.asked) / 100
    part = judge(samples=4)
    assert score_by_autorater(part, [sample()], print) == pytest.approx([0.025])  # (1 + 2 + 3 + 4) / 400
    assert calls_of(part, pairs=100) == 800


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("nonsense", f"The judge's answer has nothing that {SCORE_EXPRESSION} finds; it ends “I like it.”."),
        ("outside", "The judge's score is 7, not between -1 and 1; say so in the prompt."),
        ("silent", "The judge gave no text (MAX_TOKENS)."),
        ("blocked", "The judge gave no text (PROHIBITED_CONTENT)."),
    ],
)
def test_what_is_no_score_is_a_sentence(cloud, trouble, sentence):
    """On every second call here; the others stand."""
    cloud.judge.trouble, cloud.judge.share = trouble, 0.5
    scores = score_by_autorater(judge(), different(10), print)
    assert [score for score in scores if isinstance(score, str)] == [sentence] * 5
    assert [score for score in scores if not isinstance(score, str)] == pytest.approx([0.98] * 5)


def test_who_is_busy_is_asked_again(cloud):
    cloud.fault("models.generateContent", "throttle", times=2)
    cloud.fault("models.generateContent", status=503, times=1)
    assert score_by_autorater(judge(), [sample("a b")], print) == pytest.approx([0.98])
    assert len(cloud.judge.asked) == 1


def test_a_judge_that_stays_away_is_given_up(cloud):
    """After eight answers in a row; the other hundreds are not tried."""
    cloud.fault("models.generateContent", status=503, times=0)
    with pytest.raises(Unavailable, match=r"the judge gemini-3.5-flash in us \(HTTP 503\)"):
        score_by_autorater(judge(), different(400), print)
    assert cloud.requests.count("models.generateContent") < 100
    cloud.faults.clear()
    cloud.fault("models.generateContent", "throttle", times=0)
    with pytest.raises(QuotaExceeded, match="quota"):
        score_by_autorater(judge(), different(400), print)


def test_what_holds_for_all_answers_is_raised_at_once(cloud):
    cloud.fault("models.generateContent", status=403, times=0)
    with pytest.raises(NotAllowed, match="the judge"):
        score_by_autorater(judge(), different(100), print)
    cloud.faults.clear()
    with pytest.raises(NotFound, match="the judge claude in us-central1"):
        score_by_autorater(judge(model="claude"), [sample()], print)


def test_it_can_be_cancelled(cloud):
    """Raising where progress is told ends it; answers that wait their turn are not asked about."""

    def tell(sentence: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score_by_autorater(judge(), different(400), tell)
    assert len(cloud.judge.asked) < 100


@pytest.mark.parametrize(
    ("region", "place"),
    [("us-central1", "us"), ("europe-west4", "eu"), ("eu", "eu"), ("asia-northeast1", "global")],
)
def test_gemini_3_is_asked_where_google_says_that_it_answers(cloud, monkeypatch, region, place):
    """By its short name; a full name says itself where, and older models are asked in the region."""
    monkeypatch.setenv("REGION", region)
    assert (
        gemini_location("gemini-3.5-flash")
        == gemini_location("publishers/google/models/gemini-3.1-pro")
        == place
    )
    assert gemini_location("gemini-2.5-flash") == region
    name = f"projects/{cloud.project}/locations/{place}/publishers/google/models/gemini-3.5-flash"
    assert score_by_autorater(judge(model=name), [sample("a")], print) == pytest.approx([0.99])


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ("<score>0.5</score>", 0.5),
        ("First <score>-1</score>,\nno:\n<score>\n +.25 \n</score>\nDone.", 0.25),
        ("<score>1e-3</score>", 0.001),
        ("<score>-1</score>", -1.0),
    ],
)
def test_a_score_is_read(answer, score):
    """Of several the last counts; lines may be several."""
    assert read_score(judge(), answer) == score


@pytest.mark.parametrize("score", ["", "nan", "inf", "1.01", "-7", "½", "٣", "0,5", "1_0", "0.5 of 1"])
def test_what_is_no_score_is_refused(score):
    with pytest.raises(InvalidInput, match="judge's score is"):
        read_score(judge(), f"<score>{score}</score>")


@pytest.mark.parametrize("answer", ["", "0.5", "<score>0.5", "<Score>0.5</Score>"])
def test_an_answer_without_a_score_is_refused(answer):
    with pytest.raises(InvalidInput, match="has nothing that"):
        read_score(judge(), answer)


def test_braces_in_the_data_stay_braces():
    """What is put in is not looked through again."""
    odd = sample("{{prompt}} {{system_instruction}}", "Say {{response}} and {{references.key}} and {{x}}.")
    assert asked_of("{{prompt}} | {{response}}", odd) == (
        "Say {{response}} and {{references.key}} and {{x}}. | {{prompt}} {{system_instruction}}"
    )


def test_everything_is_put_in():
    """Thoughts are no part of an answer; turns are told apart where there are several."""
    example = {
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "contents": [
            {"role": "user", "parts": [{"text": "Hi."}]},
            {"role": "model", "parts": [{"text": "Hello."}, {"functionCall": {"name": "f"}}]},
            {"role": "user", "parts": [{"text": "And?"}]},
        ],
        "references": {"key": "R"},
    }
    response = {"role": "model", "parts": [{"text": "Hm.", "thought": True}, {"text": "A"}, {"text": "B"}]}
    text = "{{system_instruction}}/{{prompt}}/{{response}}/{{references.key}}/{{ prompt }}"
    assert asked_of(text, Sample(example, response)) == (
        "Be brief./user: Hi.\n\nmodel: Hello.\n\nuser: And?/AB/R/{{ prompt }}"
    )


def test_a_reference_that_the_row_lacks_is_a_sentence(cloud):
    part = judge(prompt=f"{PROMPT} {{{{references.key}}}}")
    (found,) = score_by_autorater(part, [sample()], print)
    assert found == (
        "The judge's prompt has {{references.key}} in it, which the row does not have; take it out."
    )
    assert cloud.judge.asked == []
