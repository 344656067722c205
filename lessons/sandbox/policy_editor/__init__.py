"""Policies are read and edited on the sandbox's own pages, by real calls to IAM and S3."""
