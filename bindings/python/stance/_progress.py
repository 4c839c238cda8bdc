"""Progress bars."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Optional, Union

from . import _checks as checks

Progress = Union[bool, Callable[[int, int], Any], None]

LONG_WORK = 50  #: documents from which a bar is shown by itself


@contextmanager
def waiting(progress: Progress, total: int, what: str = "documents") -> Iterator[Optional[Callable[[int], None]]]:
    """A function to be called with the number of documents done so far, or None.

    Parameters
    ----------
    progress : bool, callable or None
        None: a tqdm bar for many documents, when tqdm is there and standard error is a terminal. True: a bar, for any number.
        False: nothing. A function: called with the documents done and their total.
    """
    if progress is None:
        progress = total >= LONG_WORK and sys.stderr is not None and sys.stderr.isatty() and _tqdm() is not None
    if progress is False:
        yield None
    elif progress is True:
        bar_of = _tqdm()
        if bar_of is None:
            raise ImportError("progress=True needs tqdm: pip install 'stance[progress]', or give a function")
        with bar_of(total=total, unit=" " + what) as bar:
            yield lambda done: bar.update(done - bar.n)
    elif callable(progress):
        report = progress
        yield lambda done: report(done, total)
    else:
        raise TypeError(f"progress: expected True, False, None or a function, got {checks.shown(progress)}")


def _tqdm() -> Optional[Callable[..., Any]]:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm  # type: ignore[no-any-return]
