"""A submitted pipeline's tasks, with what flows between them, read from its specification."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

CONDITION = re.compile(r"inputs\.parameter_values\['(.+?)'\] (==|!=) (.+)")
DEFAULTS = {
    "STRING": "",
    "BOOLEAN": False,
    "NUMBER_INTEGER": 0,
    "NUMBER_DOUBLE": 0.0,
    "LIST": [],
    "STRUCT": {},
}


@dataclass(eq=False)
class Node:
    """One task of the specification: the whole pipeline, a graph in it, or a component.

    Attributes:
        inputs, outputs: Values of parameters, once they are known.
    """

    name: str
    component: dict[str, Any]
    spec: dict[str, Any] = field(default_factory=dict)
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def is_dag(self) -> bool:
        """Whether it is made of other tasks."""
        return "dag" in self.component

    @property
    def waits_for(self) -> "list[Node]":
        """Its neighbours that must be done before it starts."""
        names = self.spec.get("dependentTasks", [])
        return [node for node in (self.parent.children if self.parent else []) if node.name in names]

    def output_names(self, kind: str) -> list[str]:
        """The names of its outputs: ``artifacts`` or ``parameters``."""
        return list(self.component.get("outputDefinitions", {}).get(kind, {}))

    def above(self, name: str) -> Any:
        """The value of the nearest input of this name, its own or that of a graph around it; None if none."""
        if name in self.inputs:
            return self.inputs[name]
        return self.parent.above(name) if self.parent else None

    def take_inputs(self) -> None:
        """Work out the values of its inputs, from where they come and else from the defaults."""
        definitions = self.component.get("inputDefinitions", {}).get("parameters", {})
        given = self.spec.get("inputs", {}).get("parameters", {})
        for name, definition in definitions.items():
            value = self._value(given[name]) if name in given else None
            self.inputs[name] = definition.get("defaultValue") if value is None else value

    def take_outputs(self) -> None:
        """Work out a graph's outputs, from those of the tasks in it."""
        for name, output in self.component["dag"].get("outputs", {}).get("parameters", {}).items():
            source = output.get("valueFromParameter", {})
            self.outputs[name] = self._child_output(
                source.get("producerSubtask"), source.get("outputParameterKey")
            )

    def is_wanted(self) -> bool:
        """Whether its condition holds; one that this double cannot read does."""
        condition = CONDITION.fullmatch(self.spec.get("triggerPolicy", {}).get("condition", ""))
        if not condition:
            return True
        name, sign, text = condition.groups()
        same = self.inputs.get(name) == json.loads(text.replace("'", '"'))
        return same == (sign == "==")

    def default_output(self, name: str) -> Any:
        """What an output of its type is if nobody knows better."""
        definition = self.component["outputDefinitions"]["parameters"][name]
        return DEFAULTS.get(definition.get("parameterType", "STRING"), "")

    def _value(self, source: dict[str, Any]) -> Any:
        if "componentInputParameter" in source:
            return self.parent.inputs.get(source["componentInputParameter"]) if self.parent else None
        if "taskOutputParameter" in source and self.parent:
            task = source["taskOutputParameter"]
            return self.parent._child_output(task["producerTask"], task["outputParameterKey"])  # noqa: SLF001
        return source.get("runtimeValue", {}).get("constant")

    def _child_output(self, task: str | None, name: str | None) -> Any:
        return next((node.outputs.get(name) for node in self.children if node.name == task), None)


def read_spec(spec: dict[str, Any], parameters: dict[str, Any], title: str) -> Node:
    """Make the tree of a pipeline's tasks; the root gets the values that were submitted."""
    root = Node(title, spec["root"])
    definitions = spec["root"].get("inputDefinitions", {}).get("parameters", {})
    root.inputs = {name: definition.get("defaultValue") for name, definition in definitions.items()}
    root.inputs |= parameters
    _grow(root, spec.get("components", {}))
    return root


def _grow(node: Node, components: dict[str, Any]) -> None:
    for name, task in node.component.get("dag", {}).get("tasks", {}).items():
        child = Node(name, components[task["componentRef"]["name"]], task, node)
        node.children.append(child)
        _grow(child, components)
