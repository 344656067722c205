"""STS: whose credentials are issued to whom, for how long, and what they carry."""
