"""Trainers that are services: a file is uploaded, and a job is begun."""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import Setup, Trainer

DOCUMENTED = "documentation of November 2026"

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
    "openai",
    "OpenAI",
    DOCUMENTED,
    (
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
    "Each side must be one message of the assistant.",
)

AZURE = Trainer(
    "azure-openai",
    "Azure OpenAI",
    DOCUMENTED,
    (
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
    "Each side must be one message of the assistant.",
)

TOGETHER = Trainer(
    "together",
    "Together",
    DOCUMENTED,
    (
        Setup(
            "DPO",
            export_named("openai-preference"),
            "python",
            """
from together import Together

client = Together()
made = client.files.upload(file="$file", purpose="fine-tune")
client.fine_tuning.create(
    training_file=made.id, model="the model's name", training_method="dpo", dpo_beta=0.1
)
""",
        ),
    ),
    "Each side must be exactly one message of the assistant.",
)

FIREWORKS = Trainer(
    "fireworks",
    "Fireworks",
    DOCUMENTED,
    (
        Setup(
            "DPO",
            export_named("openai-preference"),
            "bash",
            """
firectl dataset create $name $file
firectl dpo-job create --base-model the-models-name --dataset $name --output-model $name-dpo
""",
        ),
    ),
    "It takes no file of fewer than three rows.",
)

AWS_NOVA = Trainer(
    "aws-nova",
    "Amazon Nova",
    DOCUMENTED,
    (
        Setup(
            "DPO",
            export_named("aws-nova"),
            "bash",
            """
aws s3 cp $file s3://your-bucket/$file
# a DPO recipe of Nova trains on that address
""",
        ),
    ),
    "User and assistant must take turns, and the user begins; Amazon advises 1,000 pairs or more.",
)
