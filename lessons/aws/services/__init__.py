"""The calls of STS, IAM and S3: what they are asked with, and each service's own rules."""
