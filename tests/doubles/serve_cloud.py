"""Run the made-up cloud on its own, for tests where the studio is another process.

``python -m tests.doubles.serve_cloud --port 8701 --storage-port 8702 --speed 0.5`` prints its environment as
one line of JSON, or with ``--export`` as lines that a shell can read, and serves until it is ended;
``POST /_control`` takes orders (see ``google/control.py``).
"""

import argparse
import json
import shlex
import signal

from tests.doubles.google_cloud import running_cloud


def main() -> None:
    """Serve until somebody ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--storage-port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=0.5, help="seconds for each stage of a job")
    parser.add_argument("--export", action="store_true", help="print export NAME=value lines, not JSON")
    options = parser.parse_args()
    # Waited for, not handled: a handler that sets an event which its own thread waits for may wait for ever.
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with running_cloud(speed=options.speed, port=options.port, storage_port=options.storage_port) as cloud:
        variables = cloud.environment()
        print(export_lines(variables) if options.export else json.dumps(variables), flush=True)
        signal.sigwait(ends)


def export_lines(variables: dict[str, str]) -> str:
    """The variables as a shell reads them."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())


if __name__ == "__main__":
    main()
