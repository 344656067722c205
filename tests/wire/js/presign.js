// Presigns with the AWS SDK for JavaScript as it is by default, and opens what it presigned. Prints what came back as JSON.

import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const [Bucket] = process.argv.slice(2);
const Key = "presigned in javascript.txt";
const s3 = new S3Client({ forcePathStyle: true });

const put = await getSignedUrl(
  s3,
  new PutObjectCommand({ Bucket, Key, ContentType: "text/plain", Metadata: { by: "js" }, ServerSideEncryption: "AES256" }),
);
const headers = { "Content-Type": "text/plain", "x-amz-server-side-encryption": "AES256" };
const stored = await fetch(put, { method: "PUT", body: "presigned", headers });
const added = await fetch(put, { method: "PUT", body: "x", headers: { ...headers, "x-amz-meta-more": "1" } });
const listed = await fetch(await getSignedUrl(s3, new ListObjectsV2Command({ Bucket, Prefix: Key })));
const read = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key, ResponseContentType: "text/csv" })));
const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));

console.log(
  JSON.stringify({
    inUrl: ["x-amz-checksum-crc32", "x-amz-sdk-checksum-algorithm", "x-amz-meta-by"].every((name) => put.includes(name)),
    stored: stored.status,
    added: [added.status, (await added.text()).match("<HeadersNotSigned>(.*)</HeadersNotSigned>")[1]],
    listed: (await listed.text()).includes(`<Key>${Key}</Key>`),
    read: [await read.text(), read.headers.get("content-type")],
    metadata: head.Metadata,
  }),
);
