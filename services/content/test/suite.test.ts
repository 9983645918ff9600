import { s3Servers, whyNoS3, type S3Server } from "@stevedore/tests/kit";
import { afterAll, beforeAll, describe } from "vitest";
import { startBucket } from "./s3-kit.ts";
import { describeContentStore } from "./suite.ts";
import { openLocal, openRemote, openS3 } from "./suite-subjects.ts";
describeContentStore("local store", () => openLocal("inline"));
describeContentStore("local store, hashing on another thread", () => openLocal("worker"));
describeContentStore("the service over ttrpc", openRemote);

for (const name of s3Servers()) {
  const skip = await whyNoS3(name);
  if (skip !== undefined) process.stderr.write(`the s3 store: skipped: ${skip}\n`);
  describe.skipIf(skip !== undefined)(`on a real S3 server: ${name}`, () => {
    let server: S3Server;
    beforeAll(async () => void (server = await startBucket({ server: name })), 90_000);
    afterAll(() => server[Symbol.asyncDispose]());
    describeContentStore("s3 store", () => openS3(server));
  });
}
