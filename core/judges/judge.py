"""What a judge is: which model, where, and what it goes by. Keys are no part of it, only their names."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from core.db import clean_text
from core.errors import InvalidInput

OPENAI = "https://api.openai.com/v1"
KEY_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,60}_API_KEY")
ADDRESS = re.compile(r"https?://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?(/[A-Za-z0-9._~%:+/-]*)?")
LARGEST_PORT = 65_535


class JudgeKind(StrEnum):
    """Where judgments of a model come from."""

    GENAI = "genai"
    OPENAI = "openai"


class Judge(BaseModel):
    """A model that judges, and how it is asked; nothing secret stands in it.

    Attributes:
        kind: ``genai``: a Gemini model, asked with the studio's Google project. ``openai``: any endpoint that
            speaks as OpenAI's does: vLLM, Ollama, a provider.
        model: As Google or the endpoint calls it.
        base_url: Where the endpoint is, with the version; for ``openai`` only.
        key_variable: The environment variable with the endpoint's key; empty where none is wanted. See
            `core.judges.openai_endpoint.key_of` for where a key may go.
        instruction: What the judge goes by, as people read it too.
        temperature: 0 for the same answer to the same question, as far as the model keeps that.
        most_tokens: Of one answer, what it thinks before included.
        at_once: Questions that are on their way at the same time.
        seconds: How long one answer may take.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: JudgeKind
    model: str = Field(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f]+$")
    base_url: str = ""
    key_variable: str = ""
    instruction: Annotated[str, AfterValidator(clean_text)] = Field(min_length=1, max_length=20_000)
    temperature: float = Field(0.0, ge=0, le=2)
    most_tokens: int = Field(4_096, ge=16, le=65_536)
    at_once: int = Field(8, ge=1, le=64)
    seconds: float = Field(60.0, ge=1, le=600)

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, address: str) -> str:
        if address and not _is_address(address):
            msg = (
                "the address begins with http:// or https://, names a host and maybe a port and a path, and "
                "nothing else: http://127.0.0.1:8000/v1"
            )
            raise ValueError(msg)
        return address.rstrip("/")

    @field_validator("key_variable")
    @classmethod
    def _name(cls, name: str) -> str:
        if name and not KEY_NAME.fullmatch(name):
            msg = (
                "give the name of the environment variable that has the key, not the key itself; the name "
                "ends in _API_KEY, such as OPENAI_API_KEY"
            )
            raise ValueError(msg)
        return name

    @model_validator(mode="after")
    def _fits_the_kind(self) -> Self:
        if self.kind is JudgeKind.GENAI and (self.base_url or self.key_variable):
            msg = "a judge at Google uses the studio's own account; leave address and key out"
            raise ValueError(msg)
        return self

    @property
    def address(self) -> str:
        """Where questions go; empty for Google."""
        return "" if self.kind is JudgeKind.GENAI else self.base_url or OPENAI

    @property
    def name(self) -> str:
        """What people read: the model, and where it is asked."""
        return f"{self.model} at {self.address}" if self.address else f"{self.model} at Google"


def judge_of(fields: Mapping[str, Any]) -> Judge:
    """A judge of what somebody gave.

    Raises:
        InvalidInput: A field is wrong; the sentence names it and never quotes what may be a key.
    """
    try:
        return Judge.model_validate(dict(fields))
    except ValidationError as error:
        raise InvalidInput(" ".join(map(_sentence, error.errors()))) from None


def default_instruction(question: str, axes: Sequence[str] = ()) -> str:
    """What a judge may go by, made of a review's own words; a person reads and edits it.

    Args:
        question: What reviewers are asked; empty where the review says nothing.
        axes: What they look at.
    """
    lines = [
        "You compare two answers to a prompt as careful people would.",
        f"They were asked: {question.strip()}" if question.strip() else "They were asked which is better.",
        f"They looked at: {', '.join(axes)}." if axes else "",
        "Neither the order of the answers nor their length is a merit. Where neither is better, say tie.",
    ]
    return "\n".join(line for line in lines if line)


def _is_address(address: str) -> bool:
    found = ADDRESS.fullmatch(address)
    return found is not None and int((found[2] or ":1")[1:]) <= LARGEST_PORT


def _sentence(item: Mapping[str, Any]) -> str:
    said = str(item["msg"]).removeprefix("Value error, ")
    name = str(item["loc"][0]).replace("_", " ") if item["loc"] else "judge"
    return f"The judge's {name} does not fit: {said}." if item["loc"] else f"This is no judge: {said}."
