"""Labels that models give to pairs: kept apart, in no figure, queue or set that does not ask for them.

No other room of labelling knows these tables. A data set has such labels only where its recipe names them.
"""

from core.labelling.model_labels.figures import LabellerFigures, list_model_labellers, require_labellers
from core.labelling.model_labels.label import LabelledByModel, label_with_model
from core.labelling.model_labels.models import ModelLabel, ModelLabeller
from core.labelling.model_labels.request import LabelCost, LabelRequest, Which, label_cost

__all__ = [
    "LabelCost",
    "LabelRequest",
    "LabelledByModel",
    "LabellerFigures",
    "ModelLabel",
    "ModelLabeller",
    "Which",
    "label_cost",
    "label_with_model",
    "list_model_labellers",
    "require_labellers",
]
