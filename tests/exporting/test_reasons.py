"""The sentence for an error of the system."""

import errno

import pytest

from ibmonitor.exporting.reasons import reason_of


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("an Excel sheet cannot hold 3 rows"), "an Excel sheet cannot hold 3 rows."),
        (OSError(), "OSError."),
        (OSError(errno.EROFS, ""), "Read-only file system. The disk is read-only: choose another folder."),
        (OSError(errno.EMFILE, "Too many open files", "/x"), "Too many open files (/x)."),
    ],
)
def test_a_reason(error: OSError, words: str) -> None:
    assert reason_of(error) == words
