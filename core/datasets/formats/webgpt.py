"""WebGPT comparisons: two answers to a question, each with the extracts of pages that it rests on.

The fields are those of https://huggingface.co/datasets/openai/webgpt_comparisons. The two scores add up to 0,
and the positive one is that of the better answer; equal ones are a tie. In OpenAI's own file a row is a list
of the two answers, each with its question (``0.answer``, ``1.answer``).
"""

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns

CHECK_FIRST = "Whether references such as [1] in the answers disturb people, whom no extracts are shown."

FORMAT = Known(
    name="webgpt",
    title="WebGPT comparisons",
    signs=("question.full_text", "answer_0", "answer_1", "score_0", "score_1"),
    columns=Columns("question.full_text", "answer_0", "answer_1", score_0="score_0", score_1="score_1"),
    check_first=CHECK_FIRST,
    metadata=("question", "quotes_0", "quotes_1", "tokens_0", "tokens_1"),
    becomes="pairs; the higher score is better, equal ones are a tie",
).as_format()

AS_LISTS = Known(
    name="webgpt-lists",
    title="WebGPT comparisons as OpenAI wrote them",
    signs=("0.question.full_text", "0.answer", "1.answer", "0.score", "1.score"),
    columns=Columns("0.question.full_text", "0.answer", "1.answer", score_0="0.score", score_1="1.score"),
    check_first=CHECK_FIRST,
    metadata=("0", "1"),
    becomes="pairs; each line is a list of the two answers with their scores",
).as_format()
