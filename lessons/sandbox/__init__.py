"""Accounts of AWS for one learner: real calls, decided as AWS decides, with the reasons shown."""
