"""What AWS answers to a document that it does not save: for each kind of policy its rules, in its order.

Of several mistakes AWS tells the first of these; `{words}` is what it names. What no source stands beside is
recorded in the tests of moto, for CreatePolicy.
"""

from collections.abc import Mapping

_SYNTAX = dict.fromkeys(
    (
        "json",
        "repeated",
        "document",
        "element",
        "version",
        "id",
        "no statement",
        "empty statement",
        "statement",
        "no effect",
        "effect",
        "sid form",
        "both",
        "action form",
        "resource form",
        "principal form",
        "condition form",
        "operator",
        "condition value",
    ),
    "Syntax errors in policy.",
)
_LEGACY = dict.fromkeys(("effect case", "date", "legacy arn"), "The policy failed legacy parsing")
_SIDS = {
    # aws-cloudformation/cfn-lint#708, aws-cloudformation/cfn-lint#1376
    "sid": "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
    "expression [0-9A-Za-z]*",
    "same sid": "Statement IDs (SID) in a single policy must be unique.",
}
_PARTS = {
    "no action": "Policy statement must contain actions.",
    "arn": "{words}",
    "vendor": "{words}",
    # hashicorp/terraform#13449
    "principal": "Policy document should not specify a principal.",
    "no resource": "Policy statement must contain resources.",
}

# LimitExceeded, and said before anything else, as by the rules of IAM's quotas.
_INLINE_SIZE = {"size": "Maximum policy size of 10240 bytes exceeded"}
_MANAGED_SIZE = {"size": "Cannot exceed quota for PolicySize: 6144"}
_TRUST_SIZE = {"size": "Cannot exceed quota for ACLSizePerRole: 2048"}

_IDENTITY = _INLINE_SIZE | _SYNTAX | _LEGACY | _SIDS | _PARTS
_MANAGED = (
    _MANAGED_SIZE
    | _SYNTAX
    | {"old version": "Policy document must be version 2012-10-17 or greater."}
    | _LEGACY
    | _SIDS
    | _PARTS
)

_STS_ONLY = "AssumeRole policy may only specify STS AssumeRole actions."
_TRUST = (
    _TRUST_SIZE
    # Transcripts of CreateRole; the tests of versity/versitygw have both.
    | {"json": "This policy contains invalid Json", "no principal": "Missing required field Principal"}
    | {name: words for name, words in _SYNTAX.items() if name != "json"}
    # In the form of the recorded "Has prohibited field Resource"; the User Guide ("AWS JSON policy elements:
    # NotPrincipal") has the rule and no words.
    | {"not principal": "Has prohibited field NotPrincipal"}
    # Transcripts of CreateRole; the tests of versity/versitygw have it too.
    | {"service": _STS_ONLY}
    # aws/aws-cdk#5732
    | {"bare star": "AssumeRolepolicy contained an invalid principal: {words}."}
    | _LEGACY
    | _SIDS
    | {"no action": _PARTS["no action"]}
    | {
        "sts action": "Trust Policy statement actions can only be sts:AssumeRole, "
        "sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity",
        # kubernetes-sigs/external-dns#3085, hashicorp/terraform#34231
        "resource": "Has prohibited field Resource",
        # aws-actions/configure-aws-credentials#332
        "nobody": "Invalid principal in policy: {words}",
    }
)

# S3 answers in words of its own. Those without a source beside them were reported by versity/versitygw (#645
# to #650) and are in its tests, and in those of scality/Arsenal.
_S3_SYNTAX = "Invalid policy syntax."
_BUCKET = {
    "first byte": "Policies must be valid JSON and the first byte must be '{'",
    **dict.fromkeys(("json", "repeated"), "This policy contains invalid Json"),
    "document": _S3_SYNTAX,
    "size": "Normalized policy document exceeds the maximum allowed size of 20480 bytes",
    **dict.fromkeys(("element", "id"), _S3_SYNTAX),
    "version": "The policy must contain a valid version string",
    "no statement": "Missing required field Statement",
    "empty statement": "Could not parse the policy: Statement is empty!",
    **dict.fromkeys(("statement", "sid form", "both"), _S3_SYNTAX),
    "no effect": "Missing required field Effect",
    **dict.fromkeys(("effect", "effect case"), "Invalid effect: {words}"),
    # hashicorp/terraform#28688
    "no principal": "Missing required field Principal",
    # cloud-custodian/cloud-custodian#4948
    **dict.fromkeys(("principal form", "nobody"), "Invalid principal in policy"),
    # The User Guide has the rule ("AWS JSON policy elements: NotPrincipal"); the tests of versity/versitygw
    # have the words.
    "allow not principal": "Allow with NotPrincipal is not allowed.",
    **dict.fromkeys(("action form", "resource form", "condition form", "condition value"), _S3_SYNTAX),
    "no action": "Missing required field Action",
    "unknown action": "Policy has invalid action",
    "no resource": "Missing required field Resource",
    # aws-samples/aws-serverless-appsync-app#4, noobaa/noobaa-core#10058
    "foreign resource": "Policy has invalid resource",
    # ministryofjustice/modernisation-platform#10762
    "no match": "Action does not apply to any resource(s) in statement",
    "operator": "Invalid Condition type : {words}",
    "condition key": "Policy has an invalid condition key",
    # humanmade/S3-Uploads#239
    "key of another action": "Conditions do not apply to combination of actions and resources in statement",
    "address": "Invalid IP address in Conditions",
    # No words of S3 are known for these.
    **dict.fromkeys(("date", "value", "same sid"), _S3_SYNTAX),
}

REFUSALS: Mapping[str, Mapping[str, str]] = {
    "identity": _IDENTITY,
    "managed": _MANAGED,
    "trust": _TRUST,
    "bucket": _BUCKET,
    # Nobody saves a resource control policy here: authors of scenarios write them.
    "control": _IDENTITY | dict.fromkeys(("no principal", "nobody", "allow not principal"), ""),
}
