"""Runs a reward's program: one JSON line with the program, then a line for each call, answered by a line.

Google runs it in a sandbox; here it is a ``python -I`` of its own.
"""

import json
import sys


def main() -> None:
    """Answer until there are no more calls."""
    answers, sys.stdout = sys.stdout, sys.stderr  # the program may print
    names: dict = {"__name__": "reward"}
    problem = ""
    try:
        exec(json.loads(sys.stdin.readline()), names)  # noqa: S102 - which is what this is for
    except Exception as error:  # noqa: BLE001 - whatever a program does wrong
        problem = f"{type(error).__name__}: {error}"
    for line in sys.stdin:
        answer = {"error": problem} if problem else called(names, *json.loads(line))
        print(json.dumps(answer), file=answers, flush=True)


def called(names: dict, example: dict, response: dict) -> dict:
    """What one call comes to."""
    try:
        return {"reward": float(names["evaluate"](example, response))}
    except Exception as error:  # noqa: BLE001 - whatever a program does wrong
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
