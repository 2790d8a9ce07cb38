"""Qt's palette made from tokens, so that it is the same on all systems."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from ibmonitor.windows.theme.tokens import Tokens

_ROLE, _GROUP = QPalette.ColorRole, QPalette.ColorGroup


def palette_of(tokens: Tokens) -> QPalette:
    """The palette. What is highlighted has the text's color, on the tint of the selection."""
    colors = {
        _ROLE.Window: tokens.background,
        _ROLE.WindowText: tokens.text,
        _ROLE.Base: tokens.surface,
        _ROLE.AlternateBase: tokens.alternate,
        _ROLE.Text: tokens.text,
        _ROLE.PlaceholderText: tokens.text_muted,
        _ROLE.Button: tokens.raised,
        _ROLE.ButtonText: tokens.text,
        _ROLE.BrightText: tokens.on_accent,
        _ROLE.ToolTipBase: tokens.raised,
        _ROLE.ToolTipText: tokens.text,
        _ROLE.Highlight: tokens.selection,
        _ROLE.HighlightedText: tokens.text,
        _ROLE.Accent: tokens.accent,
        _ROLE.Link: tokens.accent,
        _ROLE.LinkVisited: tokens.accent,
        # Of frames and shades, which Fusion mixes from these.
        _ROLE.Light: tokens.raised,
        _ROLE.Midlight: tokens.hover,
        _ROLE.Mid: tokens.border,
        _ROLE.Dark: tokens.outline,
        _ROLE.Shadow: tokens.outline,
    }
    palette = QPalette()
    for role, color in colors.items():
        palette.setColor(role, color)
    for role in (_ROLE.WindowText, _ROLE.Text, _ROLE.ButtonText, _ROLE.HighlightedText, _ROLE.PlaceholderText):
        palette.setColor(_GROUP.Disabled, role, tokens.text_disabled)
    palette.setColor(_GROUP.Disabled, _ROLE.Base, tokens.background)
    palette.setColor(_GROUP.Disabled, _ROLE.Accent, tokens.text_disabled)
    return palette
