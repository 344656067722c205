"""What IAM answers of an account's document: the calls that moto has no part in."""
