"""The actions that a bucket policy can name, by what they are about, and S3's own condition keys.

Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". Actions on the whole
account, such as s3:ListAllMyBuckets, stand in no bucket policy.
"""

_OF_BUCKETS = """
CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket DeleteBucketMetadataTableConfiguration
DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac
GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration
GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy
GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging
GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetIntelligentTieringConfiguration
GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration
ListBucket ListBucketMultipartUploads ListBucketVersions ListTagsForResource PutAccelerateConfiguration
PutAnalyticsConfiguration PutBucketAbac PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification
PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration
PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration
PutMetricsConfiguration PutReplicationConfiguration TagResource UntagResource
UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration
"""

_OF_OBJECTS = """
AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging DeleteObjectVersion
DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold
GetObjectRetention GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl
GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
InitiateReplication ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl
PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging
ReplicateDelete ReplicateObject ReplicateTags RestoreObject UpdateObjectEncryption
"""

# Those with a slash go on with the key of a tag.
_CONDITION_KEYS = """
AccessGrantsInstanceArn AccessPointNetworkOrigin AccessPointTag/ BucketTag/ DataAccessPointAccount
DataAccessPointArn ExistingObjectTag/ InventoryAccessibleOptionalFields RequestObjectTag/
RequestObjectTagKeys ResourceAccount TlsVersion authType delimiter if-match if-none-match
LocationConstraint max-keys object-lock-legal-hold object-lock-mode object-lock-remaining-retention-days
object-lock-retain-until-date ObjectCreationOperation prefix signatureAge signatureversion versionid
x-amz-acl x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read
x-amz-grant-read-acp x-amz-grant-write x-amz-grant-write-acp x-amz-metadata-directive
x-amz-object-ownership x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id
x-amz-server-side-encryption-customer-algorithm x-amz-storage-class x-amz-website-redirect-location
"""

OF_BUCKETS = frozenset(_OF_BUCKETS.split())
OF_OBJECTS = frozenset(_OF_OBJECTS.split())
CONDITION_KEYS = frozenset(f"s3:{name}".lower() for name in _CONDITION_KEYS.split())  # case does not count

# The keys that come with a listing alone, and the actions that list.
OF_LISTINGS = frozenset({"s3:prefix", "s3:delimiter", "s3:max-keys"})
LISTING = frozenset({"ListBucket", "ListBucketVersions"})
