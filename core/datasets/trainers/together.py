"""Together, a service.

Source: https://docs.together.ai/docs/fine-tuning/preference-tuning.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import DOCUMENTED, Setup, Trainer

TRAINER = Trainer(
    name="together",
    title="Together",
    version=DOCUMENTED,
    setups=(
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
    beware="Each side must be exactly one message of the assistant.",
)
