"""What AWS saves as a policy document, rule by rule, and what it answers where it does not."""
