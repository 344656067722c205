"""Any call of STS, IAM or S3 that the sandbox has, as a form made from AWS's own model of the operation."""
