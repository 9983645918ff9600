import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { LeasesService } from "@stevedore/api";
import { connectGrpc, createClient } from "@stevedore/rpc";
import { openApiSource } from "../../bin/cli/migrate/api-source.ts";
import { openBoltSource } from "../../bin/cli/migrate/bolt-source.ts";
import type { Source } from "../../bin/cli/migrate/source.ts";
import { busyboxImage, multiPlatformImage, must, newestContainerd, pushLayout, QUIET_GC, run, serviceProcesses, startHost, startRegistry, startStock, STEVEDORE, tempDir, uniqueNamespace, unmountBelow, type Host, type Registry, type RunResult, type Side } from "../kit/mod.ts";
import { maskTimes, pull, rows } from "./pair.ts";

const SECOND = "second";
const newest = await newestContainerd();
const stocks = [{ name: "Debian's containerd", binary: "containerd" }, ...("path" in newest ? [{ name: "containerd 2.3.4", binary: newest.path }] : [])];
if ("skip" in newest) process.stdout.write(`skipped: migration from containerd 2.3.4: ${newest.skip}\n`);

const sha256 = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const blobsOf = (side: { root: string }): string => join(side.root, "io.containerd.content.v1.content/blobs/sha256");

function migrate(host: Host, from: string, ...more: string[]): Promise<RunResult> {
  return run(STEVEDORE, ["migrate", "--from", from, "--state", host.state, ...more], { timeout: 120_000 });
}

interface Outcome {
  namespace: string;
  images: { brought: number; present: number; overwritten: number; conflicts: { image: string; here: string; there: string }[] };
  content: { brought: number; present: number; bytes: number; linked: number; cloned: number; copied: number; shared: number; failed: { digest: string; problem: string }[] };
  leases: { brought: number; present: number };
}

async function migrateJson(host: Host, from: string, ...more: string[]): Promise<Outcome[]> {
  const { stdout, stderr } = await migrate(host, from, "--json", ...more);
  try {
    return (JSON.parse(stdout) as { namespaces: Outcome[] }).namespaces;
  } catch {
    throw new Error(`migrate: ${stdout}${stderr}`);
  }
}

/** A stock containerd with all that a migration has to bring, in two namespaces. */
async function fill(stock: Side, registry: Registry): Promise<{ image: string }> {
  const image = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(stock, image);
  await pull(stock, await pushLayout(registry, await multiPlatformImage(), "multi"), "--all-platforms");
  await stock.must(["images", "tag", image, "local/other:tag"]);
  await stock.must(["images", "label", image, "color=blue"]);
  await stock.must(["namespaces", "create", SECOND, "purpose=tests", "containerd.io/defaults/snapshotter=native"]);
  await stock.must(["images", "pull", "--plain-http", image], { namespace: SECOND, timeout: 120_000 });
  await stock.must(["namespaces", "create", "empty", "a=b"]);
  await stock.must(["leases", "create", "--id", "keeper", "purpose=keep"]);
  for (const name of ["loose", "leased", "garbage"]) await stock.must(["content", "ingest", "--expected-digest", sha256(name), `ref-${name}`], { stdin: name });
  await stock.must(["content", "label", sha256("loose"), "containerd.io/gc.root=now"]);
  await using channel = connectGrpc({ target: { path: stock.address } });
  const labels = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`label-${n}`, "v".repeat(400)]));
  // Enough that the records take branches, and a page that runs over.
  await Promise.all(Array.from({ length: 80 }, (_, n) => createClient(LeasesService, channel).create({ id: `lease-${n}`, labels }, { namespace: SECOND })));
  const resource = (type: string, id: string) => createClient(LeasesService, channel).addResource({ id: "keeper", resource: { type, id } }, { namespace: stock.namespace });
  await resource("content", sha256("leased"));
  await resource("snapshots/overlayfs", "some-snapshot");
  return { image };
}

/** All but when blobs were updated, which containerd 1.6 doesn't tell. */
async function readAll(source: Source): Promise<unknown[]> {
  const namespaces = await Promise.all((await source.namespaces()).map((name) => source.read(name)));
  return namespaces.map((found) => ({ ...found, blobs: found.blobs.map((blob) => ({ ...blob, updatedAt: undefined })) }));
}

/** What a client sees of what was to be brought. */
async function lists(side: Side): Promise<unknown> {
  const table = async (args: string[], namespace = side.namespace) => rows(maskTimes(await side.must(args, { namespace }))).map((cells) => cells.map(inOrder));
  return {
    namespaces: await table(["namespaces", "ls"]),
    images: [await table(["images", "ls"]), await table(["images", "ls"], SECOND)],
    content: [await table(["content", "ls"]), await table(["content", "ls"], SECOND)],
    leases: await table(["leases", "ls"]),
  };
}

describe.each(stocks)("from $name", ({ binary }) => {
  test("API and file tell the same; afterwards the host lists, runs and collects as stock did", { timeout: 300_000 }, async () => {
    await using registry = await startRegistry();
    const namespace = uniqueNamespace();
    await using stock = await startStock({ binary, namespace, config: QUIET_GC });
    const { image } = await fill(stock, registry);
    const fromApi = await openApiSource(stock.address).then(async (source) => [await readAll(source), await source[Symbol.asyncDispose]()] as const);
    const listed = await lists(stock);
    await using ours = await startHost({ namespace, config: QUIET_GC });
    expect((await migrate(ours, stock.root)).stderr).toContain("name its socket with --address, or stop it");

    await stock.stop();
    await using file = openBoltSource(stock.root);
    expect(await readAll(file)).toEqual(fromApi[0]);
    const before = await treeTimes(blobsOf(stock));
    const planned = await migrateJson(ours, stock.root, "--dry-run");
    expect(planned.find((found) => found.namespace === namespace)).toMatchObject({ images: { brought: 3 }, leases: { brought: 1 } });
    expect(await ours.must(["images", "ls", "-q"])).toBe("");
    const done = await migrateJson(ours, stock.root);
    expect(done.map(({ content }) => [content.brought, content.failed])).toEqual(planned.map(({ content }) => [content.brought, []]));
    expect(await lists(ours)).toEqual(listed);
    expect(await treeTimes(blobsOf(stock))).toEqual(before);

    await registry[Symbol.asyncDispose]();
    expect(await ours.must(["images", "check"])).toContain("complete");
    expect(await ours.must(["run", "--rm", image, `${namespace}-run`, "echo", "brought"], { timeout: 60_000 })).toBe("brought\n");
    await file[Symbol.asyncDispose]();
    await stock.restart();
    for (const side of [stock, ours]) {
      await side.must(["images", "tag", image, "gone:now"]);
      await side.must(["images", "rm", "--sync", "gone:now"]);
    }
    expect((await ours.must(["content", "ls", "-q"])).split("\n")).toEqual((await stock.must(["content", "ls", "-q"])).split("\n"));
    expect(await ours.must(["content", "ls", "-q"])).not.toContain(sha256("garbage"));
    expect(await ours.must(["leases", "ls", "-q"])).toBe(await stock.must(["leases", "ls", "-q"]));
  });
});

describe("migrations that don't go straight", () => {
  test("killed again and again, and repeated: it comes to the same, and only what is new is brought", async () => {
    const namespace = uniqueNamespace();
    await using stock = await startStock({ namespace, config: QUIET_GC });
    const names = Array.from({ length: 60 }, (_, n) => `blob ${n}`);
    for (const name of names) await stock.must(["content", "ingest", `ref-${name}`], { stdin: name });
    await stock.must(["leases", "create", "--id", "keeper"]);
    await using ours = await startHost({ namespace, config: QUIET_GC });
    const args = ["migrate", "--from", stock.root, "--address", stock.address, "--state", ours.state];
    for (let round = 0; round < 3; round++) {
      const child = spawn(STEVEDORE, args, { stdio: ["ignore", "pipe", "ignore"] });
      const closed = once(child, "close");
      // What it reads from is told before the first write.
      await once(child.stdout, "data");
      await delay(15 * round);
      child.kill("SIGKILL");
      await closed;
    }
    await migrateJson(ours, stock.root, "--address", stock.address);
    expect((await ours.must(["content", "ls", "-q"])).split("\n").toSorted()).toEqual(["", ...names.map(sha256)].toSorted());
    expect(await ours.must(["leases", "ls", "-q"])).toBe("keeper\n");
    await stock.must(["content", "ingest", "later"], { stdin: "later" });
    expect(await migrateJson(ours, stock.root, "--address", stock.address)).toMatchObject([{ content: { brought: 1, present: 60 }, leases: { present: 1 } }]);
    expect(await readdir(join(ours.root, "io.containerd.content.v1.content/ingest"))).toEqual([]);
  });

  test("a name with another target is left and named, a corrupt blob is not taken, and a copy does where links can't", async () => {
    const namespace = uniqueNamespace();
    await using registry = await startRegistry();
    await using stock = await startStock({ namespace, config: QUIET_GC });
    const image = await pushLayout(registry, await busyboxImage(), "busybox");
    const other = await pushLayout(registry, await multiPlatformImage(), "multi");
    for (const reference of [image, other]) await pull(stock, reference);
    await stock.must(["images", "tag", image, "local/same:name"]);
    for (const name of ["spoilt", "fresh"]) await stock.must(["content", "ingest", name], { stdin: name });
    await stock.stop();
    const spoilt = join(blobsOf(stock), sha256("spoilt").slice(7));
    await writeFile(spoilt, "SPOILT");

    await using dir = await tempDir("elsewhere");
    await must("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", dir.path]);
    try {
      await using ours = await startHost({ namespace, config: QUIET_GC, root: join(dir.path, "root") });
      await pull(ours, other);
      await ours.must(["images", "tag", other, "local/same:name"]);
      const [first] = await migrateJson(ours, stock.root);
      expect(first?.images).toMatchObject({ brought: 1, present: 1, conflicts: [{ image: "local/same:name" }] });
      expect(first?.content.failed).toMatchObject([{ digest: sha256("spoilt"), problem: expect.stringContaining(`${spoilt} is corrupt`) }]);
      expect(first?.content).toMatchObject({ copied: 1, linked: 0, cloned: 0 });
      expect((await ours.ctr(["content", "get", sha256("spoilt")])).stderr).toContain("not found");
      const overwritten = await migrate(ours, stock.root, "--overwrite");
      expect(overwritten.stdout).toContain("1 overwritten");
      expect(overwritten.exitCode).toBe(1);
      await writeFile(spoilt, "spoilt");
      expect(await migrate(ours, stock.root)).toMatchObject({ exitCode: 0 });
      expect(await ours.must(["content", "get", sha256("spoilt")])).toBe("spoilt");
      expect(await targetOf(ours, "local/same:name")).toBe(await targetOf(ours, image));
    } finally {
      await unmountBelow(dir.path);
    }
  });

  test("a host is not started on the root of a containerd, whose content it would take for leftovers", async () => {
    await using stock = await startStock();
    await stock.stop();
    const up = await run(STEVEDORE, ["up", "--root", stock.root, "--state", join(stock.root, "..", "other")]);
    expect(up).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`stevedore migrate --from ${stock.root}.old`) });
  });

  test("wrong use is told with the mend", async () => {
    await using ours = await startHost();
    await using dir = await tempDir("no-containerd");
    // A service that is only just being started, as at a host's own start, is waited for.
    process.kill((await serviceProcesses(ours)).find(({ name }) => name === "images")!.pid!, "SIGKILL");
    expect(await migrate(ours, dir.path)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--from takes the root of a containerd") });
    expect(await migrate(ours, dir.path, "--address", join(dir.path, "nobody.sock"))).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/no containerd answers on .*nobody\.sock \(start it; or leave --address out/) });
    expect((await run(STEVEDORE, ["migrate", "--from", dir.path, "--state", dir.path])).stderr).toContain("start one with `stevedore up`");
    expect(await run(STEVEDORE, ["migrate"])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("needs --from") });
  });
});

async function targetOf(side: Side, image: string): Promise<string | undefined> {
  const found = (await side.must(["images", "ls"])).split("\n").map((line) => line.split(/\s+/)).find(([name]) => name === image);
  return found?.find((cell) => cell.startsWith("sha256:"));
}

// Go prints a map in any order.
const inOrder = (cell: string): string => cell.split(",").toSorted().join(",");

/** Names with what a migration must not change: inode, mode, size, time of change. */
async function treeTimes(directory: string): Promise<unknown[]> {
  const names = (await readdir(directory)).toSorted();
  return Promise.all(names.map(async (name) => [name, await stat(join(directory, name)).then(({ ino, mode, size, mtimeMs }) => [ino, mode, size, mtimeMs])]));
}
