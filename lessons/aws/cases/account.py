"""IAM beside users, groups and roles: devices, providers, profiles, services' roles, the simulator."""

import json
from typing import Any

from lessons.aws.cases.case import Answered, Case, Parameters, Step
from lessons.aws.cases.world import ACCOUNT, LOGIN

_TOPIC = "IAM: devices, providers and services"
_SPOT = "AWSServiceRoleForEC2Spot"
_MAKE_SPOT = Step("create_service_linked_role", {"AWSServiceName": "spot.amazonaws.com"}, "iam")
_DEVICE = {"SerialNumber": f"{ACCOUNT}:mfa/bob"}
_READ = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
_NO_DEVICE = f"MFA Device with serial number {ACCOUNT}:mfa/nobody does not exist."
_NOBODYS = f"{ACCOUNT}:oidc-provider/nobody.example"
_WEB = {"InstanceProfileName": "web"}
_PROFILE = (
    Step("create_instance_profile", _WEB, "iam"),
    Step("add_role_to_instance_profile", {**_WEB, "RoleName": "demo"}, "iam"),
)


def _case(asks: str, operation: str, parameters: Parameters, answer: Answered, **more: Any) -> Case:
    return Case(_TOPIC, asks, "iam", operation, answer, parameters, **{"by": "carol"} | more)


CASES = (
    _case(
        "Somebody's own MFA devices are listed",
        "list_mfa_devices",
        {},
        Answered("", 200, f"<SerialNumber>{ACCOUNT}:mfa/carol</SerialNumber>"),
    ),
    _case(
        "There is no such MFA device",
        "delete_virtual_mfa_device",
        {"SerialNumber": f"{ACCOUNT}:mfa/nobody"},
        Answered("NoSuchEntity", 404, _NO_DEVICE),
    ),
    _case(
        "An MFA device in use is deleted",
        "delete_virtual_mfa_device",
        _DEVICE,
        Answered("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first"),
    ),
    _case(
        "The account trusts this provider already",
        "create_open_id_connect_provider",
        {"Url": LOGIN},
        Answered("EntityAlreadyExists", 409, f"Provider with url {LOGIN} already exists."),
    ),
    _case(
        "A provider that is not there is deleted",
        "delete_open_id_connect_provider",
        {"OpenIDConnectProviderArn": _NOBODYS},
        Answered("NoSuchEntity", 404, f"OpenId connect Provider {_NOBODYS} cannot be found."),
    ),
    _case(
        "A second role is put into an instance profile",
        "add_role_to_instance_profile",
        {**_WEB, "RoleName": "account"},
        Answered("LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"),
        meanwhile=_PROFILE,
    ),
    _case(
        "A service has its role already",
        "create_service_linked_role",
        {"AWSServiceName": "spot.amazonaws.com"},
        Answered(
            "InvalidInput",
            400,
            f"Service role name {_SPOT} has been taken in this account, please try a different suffix.",
        ),
        meanwhile=(_MAKE_SPOT,),
    ),
    _case(
        "The role of a service gets a policy from somebody else",
        "put_role_policy",
        {"RoleName": _SPOT, "PolicyName": "p", "PolicyDocument": json.dumps(_READ)},
        Answered(
            "UnmodifiableEntity",
            400,
            f"Cannot perform the operation on the protected role '{_SPOT}' - this role is only modifiable by "
            "AWS",
        ),
        meanwhile=(_MAKE_SPOT,),
    ),
    _case(
        "Another role gets the policy of a service's role",
        "attach_role_policy",
        {
            "RoleName": "demo",
            "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AWSEC2SpotServiceRolePolicy",
        },
        Answered("PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role."),
    ),
    _case(
        "The credential report is read before there is one",
        "get_credential_report",
        {},
        Answered("ReportNotPresent", 410),
    ),
    _case(
        "Policies are simulated that nobody has",
        "simulate_custom_policy",
        {"PolicyInputList": [json.dumps(_READ)], "ActionNames": ["s3:GetObject"]},
        Answered("", 200, "<EvalDecision>allowed</EvalDecision>"),
    ),
)
