"""Whether an answer says what its project's protocol asks for: a page may be older than the protocol."""

from core.errors import InvalidInput
from core.labelling.judging.answers import Answer
from core.labelling.protocol import LabellingProtocol, Mode

BETTER = frozenset({"candidate_0", "candidate_1", "tie"})


def fit(answer: Answer, protocol: LabellingProtocol) -> Answer:
    """The answer without what the protocol does not ask for.

    Raises:
        InvalidInput: Something is missing that the protocol asks for; the pair comes again.
    """
    if protocol.mode == Mode.RANKINGS:
        return answer.model_copy(update=dict.fromkeys(("strength", "confidence", "axes", "rationale")))
    return answer.model_copy(
        update={
            "strength": answer.strength if protocol.strength else None,
            "confidence": answer.confidence if protocol.confidence else None,
            "axes": _axes(answer, protocol),
            "rationale": _rationale(answer, protocol),
        }
    )


def _axes(answer: Answer, protocol: LabellingProtocol) -> dict[str, str] | None:
    given = answer.axes or {}
    missing = [axis for axis in protocol.axes if given.get(axis) not in BETTER]
    if missing:
        raise InvalidInput(f"The project asks which one is better in {', '.join(missing)} too; answer again.")
    return {axis: given[axis] for axis in protocol.axes} or None


def _rationale(answer: Answer, protocol: LabellingProtocol) -> str | None:
    least = protocol.rationale_minimum
    text = (answer.rationale or "").strip()
    if least is not None and len(text) < least:
        raise InvalidInput(f"The project asks for reasons of {least} characters or more; answer again.")
    return text or None if least is not None else None
