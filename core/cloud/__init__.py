"""Google Cloud: its settings, who the studio is there, what may be asked, and what went wrong in words."""

from core.cloud.account import project_id
from core.cloud.bucket import NO_BUCKET, SET_BUCKET
from core.cloud.checks import TASK_LOGS, Needs, Wanted, check_google
from core.cloud.clients import (
    MULTI_REGIONS,
    ask_google,
    genai_client,
    generated_text,
    storage_client,
    vertex_client,
    vertex_service,
    within,
)
from core.cloud.errors import translated
from core.cloud.gemini import ask_gemini, gemini_location
from core.cloud.identity_tokens import identity_token
from core.cloud.quota import Accelerator, check_quota
from core.cloud.secrets import redact
from core.cloud.settings import CloudSettings, cloud_settings, may_carry_tokens, request_seconds

__all__ = [
    "MULTI_REGIONS",
    "NO_BUCKET",
    "SET_BUCKET",
    "TASK_LOGS",
    "Accelerator",
    "CloudSettings",
    "Needs",
    "Wanted",
    "ask_gemini",
    "ask_google",
    "check_google",
    "check_quota",
    "cloud_settings",
    "gemini_location",
    "genai_client",
    "generated_text",
    "identity_token",
    "may_carry_tokens",
    "project_id",
    "redact",
    "request_seconds",
    "storage_client",
    "translated",
    "vertex_client",
    "vertex_service",
    "within",
]
