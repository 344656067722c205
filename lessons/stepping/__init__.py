"""A lesson's steps, one at a time: explained, predicted first, or on one's own."""
