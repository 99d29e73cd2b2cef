"""Amazon Nova, a service.

Source: https://docs.aws.amazon.com/nova/latest/userguide/nova-dpo-smtj.html.
"""

from core.datasets.exports import export_named
from core.datasets.trainers.trainer import DOCUMENTED, Setup, Trainer

TRAINER = Trainer(
    name="aws-nova",
    title="Amazon Nova",
    version=DOCUMENTED,
    setups=(
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
    beware="User and assistant must take turns, and the user begins; Amazon advises 1,000 pairs or more.",
)
