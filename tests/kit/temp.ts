import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unmountBelow } from "./mounts.ts";

/** What every directory of the kit begins with, so that `audit` can tell what belongs to the tests. */
export const TEMP_PREFIX = "stevedore-test-";

export interface TempDir extends AsyncDisposable {
  readonly path: string;
}

/** A directory under the system's temporary one; disposing unmounts what is mounted below and removes it. */
export async function tempDir(label = "x"): Promise<TempDir> {
  const path = await mkdtemp(join(tmpdir(), `${TEMP_PREFIX}${label}-`));
  // The root of a user namespace is somebody else on the host, and has to get to its bundle.
  await chmod(path, 0o711);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await unmountBelow(path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** A TCP port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
