"""The table model and the tree model, `Column`, roles and tones. No column of a particular record."""
