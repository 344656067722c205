"""Accounts that are broken in a way not seen before: drawn, opened, mended without steps or hints."""
