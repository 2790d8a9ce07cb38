"""The secret from which the pseudonyms of hidden accounts are derived, saved so that these survive a restart."""

from __future__ import annotations

import os
from pathlib import Path

from ibmonitor.settings import json_file

_BYTES = 32


def load_pseudonym_secret(path: Path) -> tuple[bytes, list[str]]:
    """Read the secret, or create and save one. Never raises: returns sentences on why the pseudonyms have changed."""
    loaded = json_file.load(path)
    known = _secret_in(loaded.values.get("secret"))
    if known is not None:
        return known, []
    secret = os.urandom(_BYTES)
    problems = loaded.problems
    if loaded.values:
        problems.append(f"{path} has no valid secret.")
    found = json_file.update(path, {"secret": secret.hex()}, bool)
    problems += [sentence for sentence in found if sentence not in problems]
    if problems:
        problems.append("The names of hidden accounts are valid for this start only.")
    return secret, [" ".join(problems)] if problems else []


def _secret_in(stored: object) -> bytes | None:
    try:
        secret = bytes.fromhex(stored) if isinstance(stored, str) else b""
    except ValueError:
        return None
    return secret if len(secret) == _BYTES else None
