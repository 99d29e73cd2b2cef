"""The process of a TensorBoard, with TensorBoard's own options.

It ends when its input does. Whoever started it holds the other end, and who is killed lets go of it.
"""

import os
import signal
import sys
import threading


def end_with_input() -> None:
    """Wait for the end of the input, then end this process and all that it started."""
    sys.stdin.buffer.read()
    os.killpg(os.getpgrp(), signal.SIGTERM)


if __name__ == "__main__":
    from tensorboard.main import run_main

    threading.Thread(target=end_with_input, name="input", daemon=True).start()
    run_main()
