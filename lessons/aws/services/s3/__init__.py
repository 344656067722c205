"""S3: buckets, their policies, and objects."""
