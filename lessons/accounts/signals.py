"""What accounts tells the chapters that keep rows of a user."""

from django.dispatch import Signal

__all__ = ["guest_merged"]

# Sent with guest: User and user: User, inside the transaction that deletes the guest afterwards: move or
# merge the guest's rows to the user, or let them go with the guest. Raising stops the whole sign-in.
guest_merged = Signal()
