"""``prefstudio parameters``: what may be set in a run of a method."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from app.cli.common import AsJson, tell
from core.training.methods import all_methods, get_method
from core.training.parameters import Parameter

BOUNDS = {
    "minimum": "from {}",
    "exclusiveMinimum": "above {}",
    "maximum": "to {}",
    "exclusiveMaximum": "below {}",
}


@dataclass(frozen=True)
class ParameterLine:
    """One parameter, as it is shown.

    Attributes:
        default: None where it is left empty, or worked out.
        worked_out: What a launch makes of it otherwise; empty where it has a default or is left empty.
        allowed: Its values or its range; empty where any text will do.
    """

    name: str
    required: bool
    default: Any
    worked_out: str
    allowed: str
    about: str


def show_parameters(
    method: Annotated[str, typer.Argument(help=f"A way to tune: {', '.join(all_methods())}.")],
    *,
    as_json: AsJson = False,
) -> None:
    """List the parameters of a method, which `launch --parameter name=value` takes."""
    chosen = get_method(method)
    schemas = chosen.parameters.model_json_schema()["properties"]
    found = [
        _described(name, field, schemas[name], worked_out=_worked_out(Parameter.of(field)))
        for name, field in chosen.parameters.model_fields.items()
    ]
    tell("\n".join(_text(one) for one in found), found, as_json=as_json)


def _described(name: str, field: FieldInfo, schema: dict[str, Any], *, worked_out: str) -> ParameterLine:
    known = not (field.is_required() or worked_out)
    default = field.get_default(call_default_factory=True, validated_data={}) if known else None
    return ParameterLine(
        name, field.is_required(), default, worked_out, _allowed(schema), field.description or ""
    )


def _worked_out(parameter: Parameter) -> str:
    """What a launch makes of a parameter that is left out, where its sets or its project decide."""
    epochs = parameter.epochs
    if epochs and epochs.most:
        return f"{epochs.middle} epochs of {epochs.role}"
    return "that of the project" if parameter.instruction else ""


def _allowed(schema: dict[str, Any]) -> str:
    """The values or the range, in words; of an optional parameter those it has when it is set."""
    kinds = schema.get("anyOf", [schema])
    values = [str(value) for kind in kinds for value in kind.get("enum", ())]
    if any(kind.get("type") == "boolean" for kind in kinds):
        values = ["true", "false"]
    bounds = [
        words.format(f"{kind[key]:,}") for kind in kinds for key, words in BOUNDS.items() if key in kind
    ]
    return f"one of {', '.join(values)}" if values else " ".join(bounds)


def _text(one: ParameterLine) -> str:
    if one.required:
        default = "needed"
    elif one.worked_out:
        default = f"by itself {one.worked_out}"
    else:
        shown = str(one.default).lower() if isinstance(one.default, bool) else one.default
        default = f"= {shown}" if one.default not in (None, "") else "empty"
    facts = f"{default}; {one.allowed}" if one.allowed else default
    return f"{one.name}  ({facts})\n    {one.about}"
