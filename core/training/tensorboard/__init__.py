"""TensorBoard itself on logs that the studio knows: `layout` gives it a folder, `running` starts and ends it.

Its process (`child`) ends with whoever started it, however that ends.
"""

from core.training.tensorboard.layout import Logs, lay_out
from core.training.tensorboard.opened import TensorBoards
from core.training.tensorboard.running import TensorBoard, start_tensorboard

__all__ = ["Logs", "TensorBoard", "TensorBoards", "lay_out", "start_tensorboard"]
