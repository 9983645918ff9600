import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run, type RunResult } from "./process.ts";
import { tempDir } from "./temp.ts";

/** A user who isn't root, with a home directory and subordinate ids, known only to the commands that are run as that user. */
export interface OrdinaryUser extends AsyncDisposable {
  readonly home: string;
  /** `$XDG_RUNTIME_DIR`. */
  readonly runtimeDir: string;
  run(command: string, args: readonly string[], timeoutMs?: number): Promise<RunResult>;
}

const UID = 54_321;
const NAME = "porter";

/** Bind-mounts files over /etc/passwd and its like in a mount namespace of each command: the machine's own are not touched. */
export async function createOrdinaryUser(): Promise<OrdinaryUser> {
  const dir = await tempDir("user");
  chmodSync(dir.path, 0o755);
  const home = path.join(dir.path, "home");
  const runtimeDir = path.join(home, "run");
  for (const directory of [home, runtimeDir]) {
    mkdirSync(directory, { mode: 0o755 });
    chownSync(directory, UID, UID);
  }
  const ids = `${NAME}:300000:65536\n`;
  const files = { passwd: `${readFileSync("/etc/passwd", "utf8")}${NAME}:x:${UID}:${UID}::${home}:/bin/sh\n`, group: `${readFileSync("/etc/group", "utf8")}${NAME}:x:${UID}:\n`, subuid: ids, subgid: ids };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir.path, name), text, { mode: 0o644 });
  const binds = Object.keys(files).map((name) => `touch /etc/${name} && mount --bind ${path.join(dir.path, name)} /etc/${name}`).join(" && ");
  const become = `exec setpriv --reuid ${UID} --regid ${UID} --clear-groups -- "$@"`;
  return {
    home,
    runtimeDir,
    run: (command, args, timeout = 60_000) =>
      run("unshare", ["--mount", "sh", "-c", `${binds} && ${become}`, "sh", command, ...args], { timeout, env: { HOME: home, XDG_RUNTIME_DIR: runtimeDir, XDG_DATA_HOME: path.join(home, "data") } }),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}
