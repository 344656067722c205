"""Which policies have a say in a call."""

from lessons.aws.authenticate import Caller
from lessons.aws.policies.access_request import NamedPolicies, Policies
from lessons.aws.world import World

WITH_RCP = ("s3", "sts")  # the services here that resource control policies are asked for


def policies_for(
    caller: Caller, service: str, account_id: str, resource: NamedPolicies, world: World
) -> Policies:
    """Every policy that has a say in a call on something in `account_id` whose own policy is `resource`.

    A web identity is in no organization, and has no policies of its own.
    """
    rcp = world.control_policies(account_id, "rcps") if service in WITH_RCP else None
    if caller.identity is None:
        return Policies(None, resource, rcp=rcp)
    return Policies(
        caller.identity.policies,
        resource,
        caller.identity.boundary,
        caller.session_policies,
        world.control_policies(caller.principal.account_id, "scps"),
        rcp,
    )
