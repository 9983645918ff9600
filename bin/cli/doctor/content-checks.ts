import type { HostConfig } from "@stevedore/config";
import { isError, messageOf } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { fail, ok, warn, type Finding } from "./finding.ts";

/** Whether the bucket of a host whose content is in one can be used; nothing for other hosts. */
export async function checkContent({ stevedore }: HostConfig): Promise<Finding[]> {
  const { backend, s3 } = stevedore.content;
  if (backend !== "s3") return [];
  const { openBucket, tryBucket } = await import("@stevedore/s3");
  const place = `bucket ${s3.bucket} at ${s3.endpoint}`;
  try {
    const bucket = await openBucket(s3, { log: createLogger({ service: "doctor", write: () => undefined }) });
    try {
      await tryBucket(bucket, s3.prefix);
    } finally {
      bucket.close();
    }
    return [ok("content bucket", `${place} can be listed, read and written`)];
  } catch (error) {
    const mend = "do what it says; the keys of the configuration are under [stevedore.content.s3]";
    // A server that is away keeps no host from starting.
    return [isError(error, "unavailable") ? warn("content bucket", messageOf(error), mend) : fail("content bucket", messageOf(error), mend)];
  }
}
