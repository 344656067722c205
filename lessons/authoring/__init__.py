"""Writing lessons: drafts, when one can be published, and the versions that one can go back to."""
