"""Read rows of whole numbers as columns."""

from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, case
from sqlalchemy.orm import Mapped
from sqlmodel import Session

from core.labelling.quality import CODES, UNKNOWN
from core.labelling.quality.votes import Ints


def columns_of(session: Session, query: Select[*tuple[Any, ...]]) -> Ints:
    """What a query over whole numbers finds, shape (columns, rows): no object is made for a row."""
    width = len(query.selected_columns)
    rows = session.connection().execute(query)
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width).T


def coded(outcome: Mapped[Any]) -> ColumnElement[int]:
    """An outcome as its number among the votes; what is none of them, or missing, is unknown."""
    return case(*((outcome == one, code) for one, code in CODES.items()), else_=UNKNOWN)
