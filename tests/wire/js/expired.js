// Uses credentials from the environment that have expired. Prints the names of the errors as JSON.

import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const [bucket] = process.argv.slice(2);
const s3 = new S3Client({ forcePathStyle: true });

console.log(
  JSON.stringify({
    sts: await new STSClient().send(new GetCallerIdentityCommand()).catch((error) => error.name),
    s3: await s3.send(new ListObjectsV2Command({ Bucket: bucket })).catch((error) => error.name),
  }),
);
