"""A lesson's steps played again with one policy changed, to see which of them come out differently."""
