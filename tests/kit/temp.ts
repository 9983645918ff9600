import { randomInt } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type ListenOptions, type Server } from "node:net";
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

// Below what the kernel gives to connections, and to servers that ask for any port.
const [FIRST_PORT, LAST_PORT] = [15_000, 32_000];

/**
 * A TCP port on loopback that nobody listens on, and that no other process of these tests is given as long as this one runs: the server that is to have it
 * may take seconds to begin, or be away for a while.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries++) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    // A name of the machine's (an abstract socket), which goes with the process.
    const claim = await listen({ path: `\0${TEMP_PREFIX}port-${port}` });
    if (claim === undefined) continue;
    const server = await listen({ port, host: "127.0.0.1" });
    if (server === undefined) {
      claim.close();
      continue;
    }
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error("no port");
}

/** A server there; undefined when somebody else has the place. */
function listen(place: ListenOptions): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer().unref();
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(place, () => resolve(server));
  });
}
