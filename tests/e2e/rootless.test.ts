import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busyboxImage, createOrdinaryUser, eventually, pushLayout, startRegistry, STEVEDORE, type OrdinaryUser, type Registry, type RunResult } from "../kit/mod.ts";

let user: OrdinaryUser;
let registry: Registry;
let image: string;
let refused: string | undefined;
const stack = new AsyncDisposableStack();

const stevedore = (...args: string[]): Promise<RunResult> => user.run(STEVEDORE, args);
const ctr = (...args: string[]): Promise<RunResult> => stevedore("enter", "ctr", ...args);

async function must(result: Promise<RunResult>): Promise<string> {
  const { exitCode, stdout, stderr } = await result;
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

/** Why this machine can't do it: user namespaces forbidden, or a checkout that only root can read. */
async function findObstacle(): Promise<string | undefined> {
  if ((await user.run("test", ["-x", STEVEDORE])).exitCode !== 0) return "an ordinary user can't read this checkout";
  const { exitCode, stderr } = await user.run("unshare", ["--user", "--map-root-user", "--map-auto", "--mount", "true"]);
  return exitCode === 0 ? undefined : `no user namespaces here: ${stderr.trim()}`;
}

beforeAll(async () => {
  user = stack.use(await createOrdinaryUser());
  refused = await findObstacle();
  if (refused !== undefined) return;
  registry = stack.use(await startRegistry());
  image = await pushLayout(registry, await busyboxImage(), "busybox");
  await must(stevedore("up", "--detach"));
  stack.defer(async () => void (await stevedore("down")));
  await must(ctr("images", "pull", "--plain-http", image));
}, 90_000);
afterAll(() => stack.disposeAsync());

describe("an ordinary user's host", () => {
  test("runs containers on overlayfs and native, as root of a user namespace", async ({ skip }) => {
    if (refused !== undefined) return skip(refused);
    for (const snapshotter of ["overlayfs", "native"]) {
      await must(ctr("images", "pull", "--plain-http", "--snapshotter", snapshotter, image));
      const output = await must(ctr("run", "--rm", "--snapshotter", snapshotter, image, `once-${snapshotter}`, "sh", "-c", "id -u; cat /proc/self/uid_map; touch /made; ls /made; chown 100:100 /made"));
      expect(output.replace(/ +/g, " ")).toMatch(/^0\n 0 54321 1\n 1 300000 \d+\n\/made\n$/);
    }
  });

  test("execs, lists and kills processes without a cgroup", async ({ skip }) => {
    if (refused !== undefined) return skip(refused);
    await must(ctr("run", "-d", image, "stays", "sh", "-c", "sleep 1000 & sleep 1000; true"));
    expect((await ctr("tasks", "exec", "--exec-id", "e1", "stays", "sh", "-c", "exit 3")).exitCode).toBe(3);
    await eventually("it has three processes", async () => (await must(ctr("tasks", "ps", "stays"))).trim().split("\n").length === 4);
    await must(ctr("tasks", "kill", "-a", "-s", "KILL", "stays"));
    await must(ctr("tasks", "rm", "-f", "stays").then((result) => ({ ...result, exitCode: result.exitCode === 137 ? 0 : result.exitCode })));
    await must(ctr("containers", "rm", "stays"));
  });

  test("refuses limits that nobody would keep, and leaves nothing of the container", async ({ skip }) => {
    if (refused !== undefined) return skip(refused);
    const { exitCode, stderr } = await ctr("run", "--rm", "--memory-limit", "10000000", image, "limited", "true");
    expect(stderr).toContain("resource limits (memory) need a cgroup, and this host may not make any");
    expect(exitCode).toBe(1);
    expect(await must(ctr("tasks", "ls", "-q"))).toBe("");
  });

  test("keeps its state in the user's directories, and finds containers again after down and up", async ({ skip }) => {
    if (refused !== undefined) return skip(refused);
    const status = await must(stevedore("status"));
    expect(status).toContain(`socket ${user.runtimeDir}/stevedore/containerd.sock, root ${user.home}/data/stevedore`);
    await must(ctr("run", "-d", image, "kept", "sleep", "1000"));
    await must(stevedore("down"));
    await must(stevedore("up", "--detach"));
    expect(await must(ctr("tasks", "ls"))).toMatch(/kept +\d+ +RUNNING/);
    await ctr("tasks", "rm", "-f", "kept");
    await must(ctr("containers", "rm", "kept"));
  });
});
