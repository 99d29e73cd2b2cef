"""What the methods at Google share: their jobs' life, logs and leftovers, and where runs read and write."""

from core.training.google.base_models import SERVED_FROM, last_checked_words, model_findings, suggested
from core.training.google.jobs import (
    BASE,
    LABEL,
    TUNE,
    TUNED,
    Job,
    JobName,
    Jobs,
    has_ended,
    job_title,
    state_of,
)
from core.training.google.leftovers import is_there, objects_below, remove_leftover
from core.training.google.logs import failure_log
from core.training.google.metrics import REWARD_TASK, bring_home, keep_rank_loss
from core.training.google.reward_configs import reward_config, reward_fields
from core.training.google.serving import ask, both_models, place_of, serving_location, tuned_resource
from core.training.google.storage import (
    RUN_ID,
    RUNS,
    bucket_of,
    is_in_cloud,
    root_of,
    staging_address,
    upload_input,
    upload_progress,
)
from core.training.google.validate_reward import validate
from core.training.google.validated import (
    GRANT,
    PAIRS,
    ValidatedPair,
    validate_findings,
    validated_findings,
    validated_pairs,
)

__all__ = [
    "BASE",
    "GRANT",
    "LABEL",
    "PAIRS",
    "REWARD_TASK",
    "RUNS",
    "RUN_ID",
    "SERVED_FROM",
    "TUNE",
    "TUNED",
    "Job",
    "JobName",
    "Jobs",
    "ValidatedPair",
    "ask",
    "both_models",
    "bring_home",
    "bucket_of",
    "failure_log",
    "has_ended",
    "is_in_cloud",
    "is_there",
    "job_title",
    "keep_rank_loss",
    "last_checked_words",
    "model_findings",
    "objects_below",
    "place_of",
    "remove_leftover",
    "reward_config",
    "reward_fields",
    "root_of",
    "serving_location",
    "staging_address",
    "state_of",
    "suggested",
    "tuned_resource",
    "upload_input",
    "upload_progress",
    "validate",
    "validate_findings",
    "validated_findings",
    "validated_pairs",
]
