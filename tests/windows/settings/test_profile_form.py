"""The fields of one profile: what is read from them, and their errors."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from ibmonitor.settings.profiles import LONGEST_NAME, Profile
from ibmonitor.windows.settings.profile_form import ProfileForm
from tests.windows.settings.test_profile_menu import LIVE, PAPER

BINDING = Profile("Desk", "blue", port=4002, client_id=0, auto_bind=True)


@pytest.fixture
def form(qtbot: QtBot) -> ProfileForm:
    form = ProfileForm()
    qtbot.addWidget(form)
    form.show_profile(PAPER, (LIVE,))
    return form


def enter(form: ProfileForm, key: str, text: str) -> None:
    editor = form.rows[key].editor()
    assert isinstance(editor, QLineEdit)
    editor.setText(text)


def test_a_shown_profile_is_read_back_and_changes_nothing(form: ProfileForm) -> None:
    changed = QSignalSpy(form.changed)
    for profile in (BINDING, LIVE, PAPER):
        form.show_profile(profile, ())
        assert form.read() == (profile, True)
    assert changed.count() == 0


def test_entries_are_read_as_the_user_changes_them(form: ProfileForm) -> None:
    changed = QSignalSpy(form.changed)
    enter(form, "name", " Gateway ")
    enter(form, "port", "4001")
    form.colors.setCurrentIndex(form.colors.findData("purple"))
    assert form.read() == (dataclasses.replace(PAPER, name="Gateway", port=4001, color="purple"), True)
    assert changed.count() == 3


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("name", "", "Enter a name."),
        ("name", "LIVE & REAL", "already"),
        ("name", "x" * (LONGEST_NAME + 1), "at most"),
        ("port", "0", "Must be between"),
        ("port", "none", "digits"),
        ("host", "a b", "no spaces"),
    ],
)
def test_an_error_is_next_to_its_field(form: ProfileForm, key: str, text: str, why: str) -> None:
    enter(form, key, text)
    assert why in form.rows[key].note.text()
    profile, is_valid = form.read()
    assert not is_valid
    # A name can be shown in the list though it is refused, a port that is no number cannot be kept.
    assert (profile is not None) == (key == "name")
    form.show_profile(LIVE, (PAPER,))
    assert "✖" not in form.rows[key].note.text()


def test_only_client_0_can_bind_orders(form: ProfileForm) -> None:
    box = form.rows["auto_bind"].editor()
    assert isinstance(box, QCheckBox)
    assert not box.isEnabled()
    form.show_profile(BINDING, ())
    assert (box.isEnabled(), box.isChecked()) == (True, True)
    enter(form, "client_id", "4")
    assert (box.isEnabled(), box.isChecked()) == (False, False)
