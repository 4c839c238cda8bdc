"""Frames from columns."""

from __future__ import annotations

from typing import Any, Iterable

import pandas as pd


def frame_of(columns: Any, nullable: Iterable[str] = ()) -> pd.DataFrame:
    """A frame of columns; those that may be None are of dtype object, also where all or none are."""
    table = dict(columns)
    for name in nullable:
        table[name] = pd.Series(table[name], dtype=object)
    return pd.DataFrame(table)
