// Presigns a form with the AWS SDK for JavaScript, and posts a file by it. Prints what came back as JSON.

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";

const [Bucket] = process.argv.slice(2);
const s3 = new S3Client({ forcePathStyle: true });

async function posted(presigned, text, changed = {}) {
  const form = new FormData();
  Object.entries({ ...presigned.fields, ...changed }).forEach(([name, value]) => form.append(name, value));
  form.append("file", new Blob([text]), "ü.txt");
  return fetch(presigned.url, { method: "POST", body: form });
}

const presigned = await createPresignedPost(s3, {
  Bucket,
  Key: "from javascript/${filename}",
  Fields: { "Content-Type": "text/plain" },
  Conditions: [["content-length-range", 0, 5]],
});
const stored = await posted(presigned, "hello");
const tooLarge = await posted(presigned, "longer than that");
const elsewhere = await posted(presigned, "hello", { key: "other" });
const read = await s3.send(new GetObjectCommand({ Bucket, Key: "from javascript/ü.txt" }));

console.log(
  JSON.stringify({
    stored: stored.status,
    tooLarge: [tooLarge.status, (await tooLarge.text()).match("<Code>(.*)</Code>")[1]],
    elsewhere: [elsewhere.status, (await elsewhere.text()).match("<Code>(.*)</Code>")[1]],
    read: [await read.Body.transformToString(), read.ContentType],
  }),
);
