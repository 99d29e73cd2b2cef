"""Rows as public data sets of chosen and rejected answers, and of judged pairs, write them; texts of ours."""

from typing import Any

from tests.core.datasets.formats.public_makers import ASKED, MORE, MORE_A, A, B, spoken, turns
from tests.core.datasets.formats.public_rows import A_WON, B_WON, MODELS, TIE, PublicRows, Said

Row = dict[str, Any]
WON = Said(A_WON)
BY_MODELS = Said(A_WON, models=MODELS)
OTHER = "Barley soup, if it is salted well."
SYSTEM = "You are a cook who is asked about many soups."
TOLD = f"system: {SYSTEM}\n\nuser: {ASKED}"


def dialogues(first: str = A, second: str = B, *, system: str = "") -> Row:
    """Chosen and rejected as whole dialogues."""
    front = [{"role": "system", "content": system}] if system else []
    return {name: front + turns(ASKED, text) for name, text in (("chosen", first), ("rejected", second))}


def ultrafeedback(chosen: float, rejected: float) -> Row:
    """As HuggingFaceH4 binarized it."""
    row = {"prompt": ASKED, "prompt_id": "9f2e", **dialogues(), "messages": turns(ASKED, A)}
    return row | {"score_chosen": chosen, "score_rejected": rejected}


def argilla(chosen: float, rejected: float) -> Row:
    """As Argilla cleaned it."""
    said = {"chosen-rating": chosen, "chosen-model": "m-one", "rejected-rating": rejected}
    return {"source": "evol_instruct", "prompt": ASKED, **dialogues(), **said, "rejected-model": "m-two"}


def orca(status: str, ratings: list[float] | None, order: tuple[str, str] = ("chosen", "rejected")) -> Row:
    """As Argilla judged Orca's pairs once more: where ``status`` is swapped, chosen is so already."""
    texts = {"system": SYSTEM, "input": ASKED, "chosen": A, "rejected": B}
    generations = [A, B] if order == ("chosen", "rejected") else [B, A]
    labelled = {
        "labelling_model": "judge-1",
        "labelling_prompt": [{"role": "user", "content": f"Rate {ASKED}"}],
    }
    labelled |= {"raw_labelling_response": "9 7, since the first answer says why.", "rating": ratings}
    why = {"rationale": "The first answer says where to keep it.", "status": status, "chosen_score": 9.0}
    first = {"original_chosen": B if status == "swapped" else A, "in_gsm8k_train": False}
    return {**texts, "generations": generations, "order": list(order), **labelled, **why, **first}


def capybara() -> Row:
    """As distilabel made pairs of Capybara's dialogues."""
    front = turns(ASKED, A, MORE)
    answers = {"chosen": [*front, turns("", MORE_A)[1]], "rejected": [*front, turns("", OTHER)[1]]}
    row = {
        "source": "Know-Logic",
        "conversation": [{"input": ASKED, "output": A}, {"input": MORE, "output": MORE_A}],
    }
    row |= {"original_response": MORE_A, "generation_prompt": ["A prompt in a template of many words."]}
    row |= {"raw_generation_responses": [OTHER], "new_generations": [OTHER], "prompt": spoken(ASKED, A, MORE)}
    row |= {**answers, "rating_chosen": 5, "rating_rejected": 3}
    return row | {"chosen_model": "m-one", "rejected_model": "m-two"}


def alpaca_eval(preference: float | None) -> Row:
    """A judge's annotation."""
    outputs = {
        "output_1": A,
        "generator_1": "m-one",
        "dataset": "koala",
        "output_2": B,
        "generator_2": "m-two",
    }
    costs = {
        "price_per_example": 0.01,
        "time_per_example": 0.5,
        "raw_completion": "[m, a text of five words]",
    }
    return {"instruction": ASKED, **outputs, "annotator": "judge_1", "preference": preference, **costs}


def alpaca_farm(preference: int, raw: int) -> Row:
    """A person's."""
    outputs = {"output_1": A, "output_2": B, "preference": preference, "raw_preference": raw}
    return {"instruction": "Answer the cook.", "input": ASKED, **outputs}


def collection(preference: str) -> Row:
    """Of Preference Collection; the judge's question is there three times."""
    whole = f"###Task: judge. {ASKED} Response A: {A} Response B: {B} Which is better?"
    row = {
        "orig_criteria": "Does the answer say why?",
        "orig_feedback_A": "It says why.",
        "orig_feedback_B": "It does not.",
    }
    row |= {
        "orig_instruction": ASKED,
        "orig_reference_answer": "All of them, in a cold place.",
        "orig_response_A": A,
    }
    row |= {"orig_response_B": B, "orig_score_A": "4", "orig_score_B": "2", "orig_preference": preference}
    row |= {
        "orig_feedback": "The first says why.",
        "instruction": whole,
        "input": "",
        "output": "So [RESULT] A",
    }
    return row | {"messages": [*turns(whole, "So [RESULT] A")]}


def autosxs(choice: str) -> Row:
    """A judgment of Google's autorater."""
    row = {
        "id": "7",
        "prompt": ASKED,
        "inference_context": ASKED,
        "response_a": A,
        "response_b": B,
        "choice": choice,
    }
    return row | {"confidence": 0.8, "explanation": "The first answer says where to keep it."}


EVAL = Said(A_WON, who="judge_1", models=MODELS)
FARM = (f"Answer the cook.\n{ASKED}", A, B)
ORCA = (TOLD, A, B)
MANY = (spoken(ASKED, A, MORE), MORE_A, OTHER)


def plain(*rows: Row, said: Said = WON) -> PublicRows:
    """Rows of TRL's kind that all say the same."""
    return PublicRows("trl", tuple((row, said) for row in rows))


def named(first: str, second: str, **more: Any) -> Row:
    """A prompt and two answers that are called so."""
    return {"question": ASKED, first: A, second: B, **more}


JUDGED: dict[str, PublicRows] = {
    "UltraFeedback binarized": PublicRows(
        "trl", ((ultrafeedback(8.0, 6.5), WON), (ultrafeedback(7.0, 7.0), Said(TIE)))
    ),
    "UltraFeedback, Argilla's": PublicRows(
        "trl", ((argilla(5.0, 4.5), BY_MODELS), (argilla(4.0, 4.0), Said(TIE, models=MODELS)))
    ),
    "UltraFeedback, Argilla's first": PublicRows(
        "columns",
        tuple(
            (
                {"source": "flan", "instruction": ASKED, "chosen_response": A, "rejected_response": B}
                | {"chosen_avg_rating": 4.5, "rejected_avg_rating": other, "chosen_model": "m-one"},
                Said(choice, models=("m-one", None)),
            )
            for other, choice in ((3.0, A_WON), (4.5, TIE))
        ),
    ),
    "Orca, Argilla's": PublicRows(
        "trl",
        (
            (orca("unchanged", [9.0, 7.0]), Said(A_WON, texts=ORCA)),
            (orca("swapped", [4.0, 9.0], ("rejected", "chosen")), Said(A_WON, texts=ORCA)),
            (orca("tie", [8.0, 8.0]), Said(TIE, texts=ORCA)),
            (orca("tie", None), Said(TIE, texts=ORCA)),
        ),
    ),
    "Orca, Intel's": PublicRows(
        "trl",
        (
            ({"system": SYSTEM, "question": ASKED, "chosen": A, "rejected": B}, Said(A_WON, texts=ORCA)),
            ({"system": "", "question": ASKED, "chosen": A, "rejected": B}, WON),
        ),
    ),
    "distilabel math": PublicRows(
        "columns",
        tuple(
            (
                {"metadata": "x-1", "instruction": ASKED, "chosen_response": A, "chosen_rating": 5.0}
                | {"rejected_response": B, "rejected_rating": other},
                Said(choice),
            )
            for other, choice in ((4.0, A_WON), (5.0, TIE))
        ),
    ),
    "distilabel Capybara": PublicRows("trl", ((capybara(), Said(A_WON, models=MODELS, texts=MANY)),)),
    "DPO mix": plain(
        {"dataset": "argilla/soups", **dialogues(), "chosen_rating": 5.0, "rejected_rating": 4.0}
    ),
    "OpenHermes preferences": plain(
        {"source": "airoboros", "category": "coding", "prompt": ASKED, "candidates_completions": [A, B]}
        | {"candidate_policies": ["m-one", "m-two"], "ranks": [1, 2], "rank_str": "A>B"}
        | {"chosen_policy": "m-one", "rejected_policy": "m-two", **dialogues()},
        said=BY_MODELS,
    ),
    "Skywork": PublicRows(
        "trl",
        (
            ({**dialogues(), "source": "magpie_ultra"}, WON),
            ({**dialogues(system=SYSTEM), "source": "wildguard"}, Said(A_WON, texts=ORCA)),
        ),
    ),
    "Tulu 3": plain(
        {"id": "x0", "source": "sft_reused", "prompt": ASKED, **dialogues(), "chosen_rating": 4.75}
        | {"rejected_rating": None, "chosen_model": "m-one", "rejected_model": "m-two"},
        said=BY_MODELS,
    ),
    "RewardBench": plain(
        {"prompt": ASKED, "chosen": A, "chosen_model": "m-one", "rejected": B, "rejected_model": "m-two"}
        | {"subset": "donotanswer", "id": 4},
        said=BY_MODELS,
    ),
    "AlpacaEval": PublicRows(
        "alpaca-eval",
        (
            (alpaca_eval(1.0), EVAL),
            (alpaca_eval(2.0), Said(B_WON, who="judge_1", models=MODELS)),
            (alpaca_eval(1.4999999), EVAL),
            (alpaca_eval(1.9999812), Said(B_WON, who="judge_1", models=MODELS)),
            (alpaca_eval(1.5), Said(TIE, who="judge_1", models=MODELS)),
            (alpaca_eval(0.0), Said(TIE, who="judge_1", models=MODELS)),
            (alpaca_eval(None), Said(None, who="judge_1", models=MODELS)),
        ),
    ),
    "AlpacaFarm": PublicRows(
        "alpaca-farm",
        ((alpaca_farm(1, 1), Said(A_WON, texts=FARM)), (alpaca_farm(2, 3), Said(B_WON, texts=FARM))),
    ),
    "Preference Collection": PublicRows(
        "preference-collection", ((collection("A"), WON), (collection("B"), Said(B_WON)))
    ),
    "AutoSxS": PublicRows(
        "autosxs", ((autosxs("A"), WON), (autosxs("B"), Said(B_WON)), (autosxs("Error"), Said(None)))
    ),
    "AutoSxS, own prompt": PublicRows(
        "autosxs-prompt",
        tuple(
            ({name: value for name, value in autosxs(choice).items() if name != "inference_context"}, said)
            for choice, said in (("A", WON), ("Error", Said(None)))
        ),
    ),
    "OpenAssistant": plain({"lang": "en", "parent_id": "a-b", "prompt": ASKED, "chosen": A, "rejected": B}),
    "objects": plain(
        {"prompt": ASKED, "chosen": {"text": A, "model": "m-one"}, "rejected": {"text": B, "model": "m-two"}},
        said=BY_MODELS,
    ),
    **{
        f"{first} and {second}": PublicRows(
            "columns", ((named(first, second, **more), Said(A_WON, models=models)),)
        )
        for first, second, more, models in (
            (
                "chosen_response",
                "rejected_response",
                {"chosen_model": "m-one", "rejected_model": "m-two"},
                MODELS,
            ),
            ("preferred", "dispreferred", {"preferred_score": 3, "dispreferred_score": 1}, (None, None)),
            ("win", "lose", {}, (None, None)),
            ("better_answer", "worse_answer", {"better_model": "m-one", "worse_model": "m-two"}, MODELS),
            ("response_accepted", "response_rejected", {}, (None, None)),
            ("Winning Response", "Losing Response", {}, (None, None)),
        )
    },
}
