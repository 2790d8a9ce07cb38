"""The secret of the pseudonyms: private to the user, and replaced, with a sentence, if it cannot be read."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from ibmonitor.settings.pseudonym_secret import load_pseudonym_secret


def test_it_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "state" / "pseudonyms.json"
    secret, problems = load_pseudonym_secret(path)
    assert (len(secret), problems) == (32, [])
    assert load_pseudonym_secret(path) == (secret, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_pseudonym_secret(tmp_path / "other.json")[0] != secret


@pytest.mark.parametrize("content", ["", "{", "[]", '{"secret": 5}', '{"secret": "zz"}', '{"secret": "00"}'])
def test_a_file_that_holds_none_gives_a_new_one_and_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pseudonyms.json"
    path.write_text(content)
    secret, problems = load_pseudonym_secret(path)
    assert len(problems) == 1
    assert str(path) in problems[0]
    assert load_pseudonym_secret(path) == (secret, [])


def test_what_a_newer_version_keeps_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "pseudonyms.json"
    path.write_text(json.dumps({"later": 1}))
    secret, _ = load_pseudonym_secret(path)
    assert json.loads(path.read_text()).items() >= {"later": 1, "secret": secret.hex()}.items()


def test_without_a_writable_file_the_names_are_valid_for_this_start(tmp_path: Path) -> None:
    path = tmp_path / "file" / "pseudonyms.json"
    path.parent.write_text("not a directory")
    secret, problems = load_pseudonym_secret(path)
    assert len(secret) == 32
    assert len(problems) == 1
    assert "for this start only" in problems[0]
