"""The roles of services that can be made: how each is called, and which policy of AWS it has.

From the services' user guides ("Using service-linked roles") and the AWS Managed Policy Reference Guide.
"""

from collections.abc import Mapping
from typing import NamedTuple

SERVICE_PATH = "/aws-service-role/"  # of their roles, and of the policies that those have


class ServiceRole(NamedTuple):
    """A service's role, and the managed policy of AWS that it has."""

    name: str
    policy: str


ROLES: Mapping[str, ServiceRole] = {
    "access-analyzer.amazonaws.com": ServiceRole(
        "AWSServiceRoleForAccessAnalyzer", "AccessAnalyzerServiceRolePolicy"
    ),
    "autoscaling.amazonaws.com": ServiceRole("AWSServiceRoleForAutoScaling", "AutoScalingServiceRolePolicy"),
    "cloudtrail.amazonaws.com": ServiceRole("AWSServiceRoleForCloudTrail", "CloudTrailServiceRolePolicy"),
    "config.amazonaws.com": ServiceRole("AWSServiceRoleForConfig", "AWSConfigServiceRolePolicy"),
    "ecs.amazonaws.com": ServiceRole("AWSServiceRoleForECS", "AmazonECSServiceRolePolicy"),
    "eks.amazonaws.com": ServiceRole("AWSServiceRoleForAmazonEKS", "AmazonEKSServiceRolePolicy"),
    "elasticache.amazonaws.com": ServiceRole("AWSServiceRoleForElastiCache", "ElastiCacheServiceRolePolicy"),
    "elasticloadbalancing.amazonaws.com": ServiceRole(
        "AWSServiceRoleForElasticLoadBalancing", "AWSElasticLoadBalancingServiceRolePolicy"
    ),
    "es.amazonaws.com": ServiceRole(
        "AWSServiceRoleForAmazonElasticsearchService", "AmazonElasticsearchServiceRolePolicy"
    ),
    "guardduty.amazonaws.com": ServiceRole(
        "AWSServiceRoleForAmazonGuardDuty", "AmazonGuardDutyServiceRolePolicy"
    ),
    "organizations.amazonaws.com": ServiceRole(
        "AWSServiceRoleForOrganizations", "AWSOrganizationsServiceTrustPolicy"
    ),
    "rds.amazonaws.com": ServiceRole("AWSServiceRoleForRDS", "AmazonRDSServiceRolePolicy"),
    "spot.amazonaws.com": ServiceRole("AWSServiceRoleForEC2Spot", "AWSEC2SpotServiceRolePolicy"),
    "support.amazonaws.com": ServiceRole("AWSServiceRoleForSupport", "AWSSupportServiceRolePolicy"),
}
WITH_SUFFIX = ("autoscaling.amazonaws.com",)


def name_of(service: str, suffix: str = "") -> str:
    """The name of a service's role; a pattern where the service is not known."""
    name = ROLES[service].name if service in ROLES else "AWSServiceRoleFor*"
    return f"{name}_{suffix}" if suffix else name


def path_of(service: str) -> str:
    """Where the role of a service lies."""
    return f"{SERVICE_PATH}{service}/"
