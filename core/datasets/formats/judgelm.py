"""JudgeLM: two answers with a list of two scores, which GPT-4 gave.

The fields are those of https://huggingface.co/datasets/BAAI/JudgeLM-100K; the first score is
the first answer's.
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

FORMAT = Known(
    name="judgelm",
    title="JudgeLM",
    signs=("question_body", "answer1_body", "answer2_body", "score"),
    columns=Columns(
        "question_body",
        "answer1_body",
        "answer2_body",
        score_0="score.0",
        score_1="score.1",
        source_0="answer1_model_id",
        source_1="answer2_model_id",
    ),
    check_first="Whether GPT-4's scores, from 1 to 10, are the choices you want: equal ones are ties.",
    becomes="pairs; `score` lists both scores, the higher is better, equal ones are a tie",
    metadata=("text", "reference"),
    of_choice=("text",),
).as_format()
