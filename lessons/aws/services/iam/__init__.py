"""IAM: users, groups, roles and policies, MFA devices, and the policy simulator."""
