"""What google-genai is asked to tune, as plain data: sent as it is, and shown before that."""

from collections.abc import Mapping
from typing import Any

from core.datasets.exports import ExportFormat
from core.training.methods.gemini.jobs import LABEL

METHODS = {
    ExportFormat.GEMINI: "PREFERENCE_TUNING",
    ExportFormat.GEMINI_SUPERVISED: "SUPERVISED_FINE_TUNING",
}
ADAPTERS = {1: "ONE", 2: "TWO", 4: "FOUR", 8: "EIGHT", 16: "SIXTEEN"}
PASSED_ON = ("epoch_count", "learning_rate_multiplier", "beta")


def tuning_request(
    parameters: Mapping[str, Any], export_format: ExportFormat, datasets: Mapping[str, str], job_id: str
) -> dict[str, Any]:
    """The arguments of ``client.tunings.tune``; what is not set is left to Google.

    Args:
        parameters: The run's.
        export_format: That of the training rows.
        datasets: Addresses by role.
        job_id: The run's; the job is found again by it.
    """
    given = {name: parameters[name] for name in PASSED_ON if parameters.get(name) is not None}
    model, _, checkpoint = (parameters.get("start_from") or parameters["base_model"]).partition("#")
    config = {
        "method": METHODS[export_format],
        "tuned_model_display_name": job_id,
        "labels": {LABEL: job_id},
        "adapter_size": f"ADAPTER_SIZE_{ADAPTERS[parameters['adapter_size']]}",
        **given,
    }
    if checkpoint:
        config["pre_tuned_model_checkpoint_id"] = checkpoint
    if validation := datasets.get("validation_dataset"):
        config["validation_dataset"] = {"gcs_uri": validation}
    return {
        "base_model": model,
        "training_dataset": {"gcs_uri": datasets["preference_dataset"]},
        "config": config,
    }
