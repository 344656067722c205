// Calls the sandbox with the AWS SDK for JavaScript, configured by the environment alone. Prints what came back as JSON.

import { S3Client, DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const [role, bucket] = process.argv.slice(2);
const Key = "from javascript/ü.txt";

async function errorOf(promise) {
  try {
    await promise;
    return "";
  } catch (error) {
    return error.name;
  }
}

const issued = await new STSClient().send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "js" }));
const { AccessKeyId, SecretAccessKey, SessionToken } = issued.Credentials;
const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
const s3 = new S3Client({ credentials, forcePathStyle: true });

const identity = await new STSClient({ credentials }).send(new GetCallerIdentityCommand());
await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "written in JavaScript" }));
const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "from javascript/" }));
const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
const text = await read.Body.transformToString();
const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: 60 });
const presigned = await (await fetch(url)).text();
await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));

console.log(
  JSON.stringify({
    arn: identity.Arn,
    keys: listed.Contents.map((item) => item.Key),
    text,
    presigned,
    missing: await errorOf(s3.send(new GetObjectCommand({ Bucket: bucket, Key }))),
    wrongToken: await errorOf(
      new STSClient({ credentials: { ...credentials, sessionToken: "wrong" } }).send(new GetCallerIdentityCommand()),
    ),
  }),
);
