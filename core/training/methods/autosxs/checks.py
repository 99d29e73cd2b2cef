"""What is known of an AutoSxS run before it is launched, and what it may cost."""

from collections.abc import Iterator

from core.cloud import TASK_LOGS, Needs, check_google, cloud_settings
from core.datasets.checks import CHARACTERS_PER_TOKEN
from core.errors import InvalidInput, NotFound
from core.findings import Finding, Level
from core.training.costs import CostLine, Estimate
from core.training.method import Plan
from core.training.methods.autosxs.parameters import MAKE_ONE
from core.training.side_by_side import read_questions

PAGE = "https://cloud.google.com/vertex-ai/generative-ai/docs/models/side-by-side-eval"
MOST_TOKENS = 4_096
"""Of one question to the autorater where the task is summarization; source: Google's page on AutoSxS."""

ROW = "AutoSxS judged row"
PERMISSIONS = (
    "aiplatform.pipelineJobs.create",
    "aiplatform.pipelineJobs.get",
    "aiplatform.pipelineJobs.cancel",
)


def advise(plan: Plan) -> list[Finding]:
    """What can be said without asking anybody."""
    found = [
        Finding(
            Level.UNKNOWN,
            "Whether Google still runs AutoSxS, and in which regions, was not verified: its images are "
            "closed, and its newer evaluation service has taken its place on Google's pages.",
            "Try a small comparison first; a judge model asked directly needs no pipeline.",
        ),
        Finding(
            Level.GOOD,
            "What comes of it are a model's judgments: they stand beside people's, counted in none of them.",
        ),
    ]
    if plan.parameters["rows"] is None:
        text = "rows is not given, so nobody can say what the run may cost."
        found.append(Finding(Level.WARNING, text, "Enter how many rows the file has."))
    return found


def check_outside(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions, bucket, and the file itself.

    Raises:
        InvalidInput: A setting is wrong.
    """
    needs = Needs(permissions=PERMISSIONS, bucket=cloud_settings().staging_address, wanted=TASK_LOGS)
    return [*check_google(location=plan.parameters["location"], needs=needs), *_file(plan)]


def _file(plan: Plan) -> Iterator[Finding]:
    try:
        found = read_questions(plan.parameters["evaluation_dataset"])
    except (InvalidInput, NotFound) as error:
        yield Finding(Level.STOP, str(error), MAKE_ONE)
        return
    asked = plan.parameters["rows"]
    text = f"The file holds {found.rows:,} rows with both answers each."
    if asked is not None and asked != found.rows:
        yield Finding(Level.STOP, f"{text} You said {asked:,}.", f"Set rows to {found.rows}.")
    else:
        yield Finding(Level.GOOD, text)
    tokens = -(-found.longest // CHARACTERS_PER_TOKEN)
    if plan.parameters["task"].startswith("summarization@") and tokens > MOST_TOKENS:
        yield Finding(
            Level.WARNING,
            f"The longest row has an estimated {tokens:,} tokens; Google's page gives the autorater "
            f"{MOST_TOKENS:,}, so it comes back as an error.",
        )


def estimate(plan: Plan) -> Estimate | None:
    """So many rows are judged; None where nobody said how many there are."""
    rows = plan.parameters["rows"]
    if rows is None:
        return None
    basis = (
        f"{rows:,} rows, each judged once; a row that fails may cost nothing, or as much ({PAGE}). Three "
        "small machines (n1-standard-4) come on top for as long as the pipeline runs; nobody has published "
        "how long that is."
    )
    return Estimate((CostLine(ROW, 0.0, rows, rows, basis),))
