"""Whether rows carry the project's instruction: all of them or none, and once."""

from core.datasets.checks.findings import Finding
from core.datasets.checks.report import Report
from core.datasets.faults import Fault
from core.datasets.problems import shorten


class InstructionCheck:
    """Notes rows that lack an instruction with which others begin, and rows that have it twice."""

    def __init__(self, report: Report, instruction: str) -> None:
        self._report = report
        self._instruction = instruction.strip()
        self._lacking = Finding(Fault.INSTRUCTION_MISSING)
        self._some_begin = False

    def see(self, source: str, line: int, text: str) -> None:
        """Look at the next row's prompt."""
        if not self._instruction:
            return
        if text.lstrip().startswith(self._instruction):
            self._some_begin = True
        else:
            self._lack(source, line, text)
        if self._some_begin and self._lacking.count:
            self._report.findings[Fault.INSTRUCTION_MISSING] = self._lacking
        if text.count(self._instruction) > 1:
            reason = "has the project's instruction more than once"
            self._report.note(Fault.INSTRUCTION_TWICE, source, line, "input_text", _start(text), reason)

    def _lack(self, source: str, line: int, text: str) -> None:
        """Count it, though it is a finding only if another row begins with the instruction."""
        if self._lacking.has_examples:
            self._lacking.count += 1  # most rows of a file may come here
            return
        reason = "does not begin with the project's instruction, as other rows do"
        self._lacking.add(source, line, field="input_text", value=_start(text), reason=reason)


def _start(text: str) -> str:
    return shorten(text[:80])
