"""Resources as IAM takes them in the policies that it saves, by its recorded answers (moto's tests)."""

import re

PARTITIONS = (
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
    "*",
)
# What a resource of IAM begins with. AWS's own policies have others too, and wildcards for the kind.
IAM_KINDS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
_OTHER_IAM_KINDS = ("root", "role-template/")
# What S3 has in a region (Service Authorization Reference, "Resource types defined by Amazon S3").
S3_IN_REGIONS = (
    "accesspoint/",
    "access-grants/",
    "async-request/",
    "job/",
    "storage-lens/",
    "storage-lens-group/",
)
_FIELDS, _REGION = 6, 3  # of an ARN: how many, and the place of one
_BEFORE_WILDCARD = re.compile(r"([^/*?]*)[*?]")

Refused = tuple[str, str]  # a row of `refusals`, and what it names


def mistake_in(arn: str) -> Refused | None:
    """What IAM refuses a resource for; None for a good one. One of fewer fields than six may be good."""
    if arn == "*":
        return None
    if ":" not in arn:
        return "arn", f'Resource {arn} must be in ARN format or "*".'
    _, partition, *rest = arn.split(":", 2)
    if partition not in PARTITIONS:
        fields = rest[0].split(":", 3) if rest and rest[0] else []
        shown = ":".join((*fields, *"****"[len(fields) :]))
        return "arn", f'Partition "{partition}" is not valid for resource "arn:{partition}:{shown}".'
    if not rest:
        return "arn", "Resource vendor must be fully qualified and cannot contain regexes."
    return _in_service(arn) or _in_fields(arn)


def _in_service(arn: str) -> Refused | None:
    """IAM and S3 have no regions, and a resource of IAM is of one of its kinds."""
    _, _, service, region, _, resource = _fields(arn)
    if service == "s3" and region != "" and not resource.startswith(S3_IN_REGIONS):
        return "arn", f"Resource {arn} can not contain region information."
    if service == "iam" and region != "":
        return "arn", f"IAM resource {arn} cannot contain region information."
    if service == "iam" and not _is_of_iam(resource):
        kinds = ", ".join(IAM_KINDS)
        return "arn", f'IAM resource path must either be "*" or start with {kinds}.'
    return None


def _fields(arn: str) -> list[str]:
    """The six fields. Where the region is left out, it counts as one that is wrong."""
    fields = arn.split(":", _FIELDS - 1)
    return [*fields, *("?" if number == _REGION else "" for number in range(len(fields), _FIELDS))]


def _is_of_iam(resource: str) -> bool:
    kinds = IAM_KINDS + _OTHER_IAM_KINDS
    begin = _BEFORE_WILDCARD.match(resource)
    return resource.startswith(kinds) or any(kind.startswith(begin[1]) for kind in kinds if begin)


def _in_fields(arn: str) -> Refused | None:
    """What IAM's older parser refuses: some of the six fields left out in between, or no service."""
    if (arn.count(":") < _FIELDS - 1 and "::" in arn) or arn.split(":", 3)[2] == "":
        return "legacy arn", ""
    return None
