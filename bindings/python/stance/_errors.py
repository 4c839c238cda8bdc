"""Errors of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Sequence, Tuple

if TYPE_CHECKING:
    from ._core import Diagnostic


class ParseError(ValueError):
    """Input data (a lexicon, a text) cannot be used.

    Attributes
    ----------
    diagnostics : list of Diagnostic
        Every fault that was found, not only the first: severity, code, file, line, column, message.
    """

    diagnostics: List[Diagnostic]

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = list(diagnostics)

    def __reduce__(self) -> Tuple[type, Tuple[str, List[Diagnostic]]]:
        return type(self), (str(self), self.diagnostics)
