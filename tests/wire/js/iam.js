// Edits IAM with the AWS SDK for JavaScript, configured by the environment alone. Prints what came back as JSON.

import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";

const [trust, permission] = process.argv.slice(2);
const iam = new IAMClient();
const RoleName = "javascript";
const PolicyName = "read";

const created = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: permission }));
const listed = await iam.send(new ListRolePoliciesCommand({ RoleName }));
const read = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
const conflict = await iam.send(new DeleteRoleCommand({ RoleName })).catch((error) => error.name);
await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
await iam.send(new DeleteRoleCommand({ RoleName }));
const again = await iam.send(new DeleteRoleCommand({ RoleName })).catch((error) => error.name);

console.log(
  JSON.stringify({
    arn: created.Role.Arn,
    policies: listed.PolicyNames,
    document: JSON.parse(decodeURIComponent(read.PolicyDocument)),
    conflict,
    again,
  }),
);
