"""How the window looks: colors by role in light and dark, accents, spacing and density. No other room has colors."""

__all__ = ["contrast", "swatch", "theme", "tokens"]
