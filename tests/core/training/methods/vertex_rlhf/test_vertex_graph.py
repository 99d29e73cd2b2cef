"""A compiled pipeline as a graph of the tasks that do something."""

from core.training.methods.vertex_rlhf.pipeline import Pipeline, specification
from core.training.methods.vertex_rlhf.tasks import Leaf, leaf_tasks


def task(component, *before):
    """A task of a specification."""
    return {"componentRef": {"name": component}, "dependentTasks": list(before)}


def test_groups_and_conditions_are_dissolved():
    """A group's first tasks wait for what it waits for; who waits for it, waits for its last tasks."""
    inside = {"dag": {"tasks": {"second": task("leaf", "first"), "first": task("leaf")}}}
    wrapped = {"dag": {"tasks": {"group": task("inside")}}}
    specification = {
        "root": {"dag": {"tasks": {"end": task("leaf", "condition-1"), "condition-1": task("if", "start")}}},
        "components": {"inside": inside, "if": wrapped, "leaf": {}},
    }
    specification["root"]["dag"]["tasks"]["start"] = task("leaf")
    assert leaf_tasks(specification) == (
        Leaf("start", ()),
        Leaf("group/first", ("start",)),
        Leaf("group/second", ("group/first",)),
        Leaf("end", ("group/second",)),
    )


def test_who_waits_for_an_empty_group_waits_for_what_it_waited_for():
    """Nothing is lost on the way."""
    tasks = {"a": task("leaf"), "none": task("empty", "a"), "b": task("leaf", "none")}
    specification = {
        "root": {"dag": {"tasks": tasks}},
        "components": {"leaf": {}, "empty": {"dag": {"tasks": {}}}},
    }
    assert leaf_tasks(specification) == (Leaf("a", ()), Leaf("b", ("a",)))


def test_googles_pipeline_is_one_graph():
    """The reward model comes before the policy, and that before the tuned model's answers."""
    leaves = {leaf.name: leaf.depends_on for leaf in leaf_tasks(specification(Pipeline.TUNE))}
    assert len(leaves) == 15
    reward, policy = "reward-model-graph/reward-model-trainer", "reinforcement-learning-graph/reinforcer"
    assert reward in leaves["reinforcement-learning-graph/preprocess-chat-dataset"]
    assert policy in leaves["infer-eval-template/infer-preprocessor"]
    assert len(leaf_tasks(specification(Pipeline.ANSWER))) == 4
