"""OpenAI, a service, and its models on Azure.

Source: https://developers.openai.com/api/docs/guides/direct-preference-optimization.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import DOCUMENTED, Setup, Trainer

_OPENAI_JOB = """
rows = open("$file", "rb")
made = client.files.create(file=rows, purpose="fine-tune")
client.fine_tuning.jobs.create(
    training_file=made.id,
    model="the model's name",
    method={"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.1}}},
)
"""

OPENAI = Trainer(
    name="openai",
    title="OpenAI",
    version=DOCUMENTED,
    setups=(
        Setup(
            "DPO",
            export_named("openai-preference"),
            "python",
            f"""
from openai import OpenAI

client = OpenAI()
{_OPENAI_JOB.strip()}
""",
        ),
    ),
    beware="Each side must be one message of the assistant.",
)

AZURE = Trainer(
    name="azure-openai",
    title="Azure OpenAI",
    version=DOCUMENTED,
    setups=(
        Setup(
            "DPO",
            export_named("openai-preference"),
            "python",
            f"""
from openai import AzureOpenAI

client = AzureOpenAI()  # AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and OPENAI_API_VERSION are set
{_OPENAI_JOB.strip()}
""",
        ),
    ),
    beware="Each side must be one message of the assistant.",
)
