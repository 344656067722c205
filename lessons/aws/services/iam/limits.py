"""How much there can be (IAM User Guide, "IAM and AWS STS quotas")."""

from lessons.aws.services.iam.operations import GROUP, ROLE, USER

MOST_KEYS = 2  # access keys of a user
MOST_ATTACHED = 10  # managed policies an entity has, and groups a user is in
LONGEST_INLINE = {USER: 2_048, GROUP: 5_120, ROLE: 10_240}  # characters of all inline policies together
