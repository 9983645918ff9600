import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SnapshotsService, TasksService, containerd, google, packAny } from "@stevedore/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectGrpc, eventually, goClient, must, NEWEST_CONTAINERD, run, tempDir, type Side, type TempDir } from "../kit/mod.ts";
import { settle } from "./event-log.ts";
import { rows, same, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;
let dir: TempDir;
let fake: string;
const stock = await goClient(NEWEST_CONTAINERD);

beforeAll(async () => {
  dir = await tempDir("checkpoint");
  fake = makeFakeRuntime();
  pair = await startPairWithImage("path" in stock ? { stockBinary: stock.path } : {});
});

afterAll(async () => {
  await pair?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

/**
 * runc with a CRIU of its own: a checkpoint writes two files, a restore runs the container anew. It notes its arguments and what
 * it restores from. All else is runc's.
 */
function makeFakeRuntime(): string {
  const script = `#!/bin/bash
globals=(); args=("$@")
while [[ $1 == --* ]]; do
  case $1 in --root|--log|--log-format) globals+=("$1" "$2"); shift 2;; *) globals+=("$1"); shift;; esac
done
command=$1; id=\${!#}
value() { local name=$1; shift; while [ $# -gt 0 ]; do [ "$1" = "$name" ] && echo "$2"; shift; done; }
images=$(value --image-path "$@")
case $command in
checkpoint)
  printf '%s\\n' "$@" > "${dir.path}/$id.checkpoint"
  mkdir "$images/sub"; echo pages > "$images/pages-1.img"; echo core > "$images/sub/core-1.img"
  find "$images" -mindepth 1 -exec touch -d @1000000000 {} +;;
restore)
  printf '%s\\n' "$@" > "${dir.path}/$id.restore"
  (cd "$images" && find . -type f | sort) > "${dir.path}/$id.images"
  [ -e "${dir.path}/refuse" ] && { echo '{"level":"error","msg":"criu failed: type RESTORE errno 0\\nlog file: restore.log"}' >> "$(value --log "\${globals[@]}")"; exit 1; }
  exec runc "\${globals[@]}" run --detach --pid-file "$(value --pid-file "$@")" --bundle "$(value --bundle "$@")" "$id";;
*) exec runc "\${args[@]}";;
esac
`;
  const file = join(dir.path, "fake-runc");
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return file;
}

type Method = keyof typeof TasksService.methods;

const tasks = (side: Side, method: Method, request: object) => call(side, TasksService, method, request);

async function call(side: Side, service: { name: string; methods: object }, method: string, request: object): Promise<Record<string, never>> {
  await using client = connectGrpc(side.address, side.namespace);
  return await client.unary(service.name, (service.methods as Record<string, never>)[method]!, request);
}

/** Options of a checkpoint, each set. */
const options = (more: containerd.runc.v1.CheckpointOptions.$Properties = {}) =>
  packAny("containerd.runc.v1.CheckpointOptions", containerd.runc.v1.CheckpointOptions, { openTcp: true, externalUnixSockets: true, terminal: true, fileLocks: true, emptyNamespaces: ["network", "uts"], ...more });

const notes = (id: string, kind: string): string[] => readFileSync(join(dir.path, `${id}.${kind}`), "utf8").trim().split("\n");

/** Flags in an order of their own, with what differs from side to side replaced. */
function flagsOf(id: string, kind: string): string[] {
  return notes(id, kind).filter((word) => word !== id).map((word) => word.replace(/^\/.*\/(work|criu-work)$/, "WORK").replace(/^-no-subreaper$/, "--no-subreaper").replace(/^\/.*\/(\S+)$/, "PATH/$1")).map((word) => word.replace(/ctrd-checkpoint\w*/, "IMAGES")).toSorted();
}

async function runFake(side: Side, id: string): Promise<void> {
  await side.must(["run", "-d", "--runc-binary", fake, pair.image, id, "sleep", "1000"]);
}

async function remove(side: Side, id: string): Promise<void> {
  await side.ctr(["tasks", "rm", "-f", id]);
  await side.must(["containers", "rm", id]);
  await side.assertNoContainers();
}

const statusOf = async (side: Side, id: string) => rows(await side.must(["tasks", "ls"])).find(([name]) => name === id)?.[2];

/** On both sides where stock containerd is new enough to be compared with; else on ours alone. */
const compared = <T>(steps: (side: Side) => Promise<T>): Promise<T> => ("path" in stock ? same(pair, steps) : steps(pair.ours));

describe("by a runtime that can", () => {
  test("into content: two blobs, the same bytes as stock containerd writes; the container goes on", async () => {
    const id = pair.id("blobs");
    const seen = await compared(async (side) => {
      await runFake(side, id);
      const { descriptors } = (await tasks(side, "checkpoint", { containerId: id, options: options() })) as unknown as { descriptors: containerd.types.IDescriptor[] };
      const files = await must("sh", ["-c", `ctr -a ${side.address} -n ${side.namespace} content get ${descriptors[0]!.digest} | tar -t`]);
      const config = await must("sh", ["-c", `ctr -a ${side.address} -n ${side.namespace} content get ${descriptors[1]!.digest} | base64 -w0`]);
      const spec = google.protobuf.Any.decode(Buffer.from(config, "base64"));
      const status = await statusOf(side, id);
      await remove(side, id);
      return { tar: { ...descriptors[0] }, config: descriptors[1]!.mediaType, specType: spec.type_url, args: (JSON.parse(Buffer.from(spec.value).toString()) as { process: { args: string[] } }).process.args, files: files.trim().split("\n"), flags: flagsOf(id, "checkpoint"), status };
    });
    expect(seen).toMatchObject({
      tar: { mediaType: "application/vnd.containerd.container.criu.checkpoint.criu.tar" },
      config: "application/vnd.containerd.container.checkpoint.config.v1+proto",
      args: ["sleep", "1000"],
      files: ["pages-1.img", "sub/", "sub/core-1.img"],
      status: "RUNNING",
    });
    expect(seen.flags).toEqual(["--empty-ns", "--empty-ns", "--ext-unix-sk", "--file-locks", "--image-path", "--leave-running", "--shell-job", "--tcp-established", "--work-path", "PATH/IMAGES", "WORK", "checkpoint", "network", "uts"].toSorted());
  });

  test("into a directory of the client's, with a work path and an end: no blobs, and flags for each", async () => {
    const id = pair.id("named");
    await compared(async (side) => {
      const images = join(dir.path, `${side.label}-images`);
      mkdirSync(images);
      await runFake(side, id);
      const reply = await tasks(side, "checkpoint", { containerId: id, options: options({ imagePath: images, workPath: join(dir.path, "work"), exit: true }) });
      const flags = flagsOf(id, "checkpoint").map((word) => word.replace(`${side.label}-`, ""));
      await remove(side, id);
      return { blobs: (reply["descriptors"] as unknown as unknown[]).length, files: readdirSync(images).toSorted(), flags };
    });
  });

  test("a created or stopped task, and options of another type, are refused", async () => {
    const id = pair.id("states");
    await compared(async (side) => {
      await side.must(["run", "-d", "--runc-binary", fake, pair.image, id, "true"]);
      await eventually("it stops", async () => (await statusOf(side, id)) === "STOPPED");
      const codes = [];
      for (const wrong of [undefined, packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, {})]) {
        codes.push(await tasks(side, "checkpoint", { containerId: id, options: wrong }).then(() => 0, ({ code }: { code: number }) => code));
      }
      codes.push(await tasks(side, "checkpoint", { containerId: "nobody" }).then(() => 0, ({ code }: { code: number }) => code));
      await remove(side, id);
      return codes;
    });
  });
});

describe("a task from a checkpoint", () => {
  const byFake = (more: containerd.runc.v1.Options.$Properties = {}) => packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName: fake, ...more });

  async function createContainer(side: Side, id: string): Promise<object[]> {
    await side.must(["containers", "create", pair.image, id, "sleep", "1000"]);
    const { mounts } = await call(side, SnapshotsService, "mounts", { snapshotter: "overlayfs", key: id });
    return mounts as unknown as object[];
  }

  async function events(side: Side, act: () => Promise<void>): Promise<string[]> {
    await using listener = side.start(["events"]);
    await settle(side, listener);
    await act();
    // Stock's shim may be gone before it has told of the deletion.
    await listener.waitFor(/"exit_status":137/);
    return [...listener.stdout().matchAll(/ (\/tasks\/\S+)/g)].map(([, topic]) => topic!).filter((topic) => topic !== "/tasks/delete");
  }

  test("from blobs: created without a process, restored by its start", async () => {
    const [origin, id] = [pair.id("origin"), pair.id("restored")];
    const seen = await compared(async (side) => {
      await runFake(side, origin);
      const { descriptors } = (await tasks(side, "checkpoint", { containerId: origin })) as unknown as { descriptors: object[] };
      await remove(side, origin);
      const states: unknown[] = [];
      const topics = await events(side, async () => {
        const rootfs = await createContainer(side, id);
        const created = await tasks(side, "create", { containerId: id, rootfs, options: byFake(), checkpoint: descriptors[0] });
        states.push(created["pid"], await statusOf(side, id));
        const started = await tasks(side, "start", { containerId: id });
        states.push(Number(started["pid"]) > 0, await statusOf(side, id));
        states.push((await side.ctr(["tasks", "exec", "--exec-id", "e", id, "echo", "works"])).stdout);
        await side.must(["tasks", "kill", "-s", "SIGKILL", id]);
        await eventually("it stops", async () => (await statusOf(side, id)) === "STOPPED");
        await tasks(side, "delete", { containerId: id });
      });
      await remove(side, id);
      return { states, topics: topics.filter((topic) => !topic.includes("exec")), images: notes(id, "images") };
    });
    expect(seen.states).toEqual([0, "CREATED", true, "RUNNING", "works\n"]);
    expect(seen.images).toEqual(["./pages-1.img", "./sub/core-1.img"]);
    expect(notes(id, "restore")).toContain("--detach");
  });

  test("one that is never started is deleted; one whose restore is refused says why, stays created and can be tried again", async () => {
    const id = pair.id("refused");
    const images = join(dir.path, "refused-images");
    mkdirSync(images);
    await compared(async (side) => {
      const rootfs = await createContainer(side, id);
      const options = byFake({ criuImagePath: images });
      await tasks(side, "create", { containerId: id, rootfs, options });
      await tasks(side, "delete", { containerId: id });
      await tasks(side, "create", { containerId: id, rootfs, options });
      writeFileSync(join(dir.path, "refuse"), "");
      const refusal = await tasks(side, "start", { containerId: id }).then(() => "", (error: Error) => error.message);
      rmSync(join(dir.path, "refuse"));
      const states = [/criu|CRIU/.test(refusal), await statusOf(side, id)];
      // Stock containerd has closed the task's output by now.
      if (side === pair.ours) {
        await tasks(side, "start", { containerId: id });
        expect(await statusOf(side, id)).toBe("RUNNING");
      } else await tasks(side, "delete", { containerId: id });
      await remove(side, id);
      return states;
    });
  });

  test("from a directory with what had changed in its files: runs at once", async () => {
    const id = pair.id("from-path");
    const images = join(dir.path, "unpacked", "checkpoint");
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, "pages-1.img"), "pages");
    await must("sh", ["-c", `cd ${dir.path} && mkdir -p diff/etc && echo changed > diff/etc/motd && tar -C diff -cf unpacked/rootfs-diff.tar etc`]);
    const seen = await compared(async (side) => {
      const rootfs = await createContainer(side, id);
      const created = await tasks(side, "create", { containerId: id, rootfs, options: byFake(), checkpoint: { annotations: { RestoreFromPath: images } } });
      const seen = { runs: Number(created["pid"]) > 0, status: await statusOf(side, id), motd: (await side.ctr(["tasks", "exec", "--exec-id", "e", id, "cat", "/etc/motd"])).stdout };
      await remove(side, id);
      return seen;
    });
    expect(seen).toEqual({ runs: true, status: "RUNNING", motd: "changed\n" });
  });

  test("a blob of another kind, or one that is not there, leaves nothing", async () => {
    const id = pair.id("wrong");
    await compared(async (side) => {
      const rootfs = await createContainer(side, id);
      const codes = [];
      for (const mediaType of ["application/x-other", "application/vnd.containerd.container.criu.checkpoint.criu.tar"]) {
        codes.push(await tasks(side, "create", { containerId: id, rootfs, checkpoint: { mediaType, digest: `sha256:${"0".repeat(64)}`, size: 10 } }).then(() => 0, ({ code }: { code: number }) => code));
      }
      await remove(side, id);
      return codes;
    });
  });
});

describe("by the real runtimes", async () => {
  const criu = await run("criu", ["check"]).catch(() => undefined);
  const works = criu?.exitCode === 0;
  const FAILED_PRECONDITION = 9;

  test.skipIf(works)("where CRIU can't work: FAILED_PRECONDITION with its reason, and the container unharmed", async () => {
    for (const runtime of ["runc", "crun"]) {
      const id = pair.id(`real-${runtime}`);
      await pair.ours.must(["run", "-d", "--runc-binary", runtime, pair.image, id, "sleep", "1000"]);
      const error = await tasks(pair.ours, "checkpoint", { containerId: id, options: options({ exit: true }) }).then(() => undefined, (reason: { code: number; message: string }) => reason);
      expect(error?.code).toBe(FAILED_PRECONDITION);
      expect(error?.message).toMatch(/crun is built without CRIU|CRIU is not installed.*apt-get install criu|CRIU does not work on this host: .+/);
      expect(await statusOf(pair.ours, id)).toBe("RUNNING");
      expect((await pair.ours.ctr(["tasks", "exec", "--exec-id", "e", id, "echo", "unharmed"])).stdout).toBe("unharmed\n");
      await remove(pair.ours, id);
    }
  });

  test("where CRIU works: what was in memory is there again", async ({ skip }) => {
    if (!works) skip(`CRIU can't work here: ${criu === undefined ? "it is not installed" : (criu.stderr + criu.stdout).trim().split("\n").at(0)}`);
    const id = pair.id("memory");
    const log = join(dir.path, "memory.log");
    const script = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.05; done";
    await pair.ours.must(["run", "-d", "--runc-binary", "runc", "--log-uri", `file://${log}`, pair.image, id, "sh", "-c", script]);
    await eventually("it counts", () => readFileSync(log, "utf8").includes("\n10\n"));
    const { descriptors } = (await tasks(pair.ours, "checkpoint", { containerId: id, options: options({ exit: true }) })) as unknown as { descriptors: object[] };
    const before = Number(readFileSync(log, "utf8").trim().split("\n").at(-1));
    await eventually("it has ended", async () => (await statusOf(pair.ours, id)) === "STOPPED");
    await pair.ours.ctr(["tasks", "rm", id]);
    const { mounts } = await call(pair.ours, SnapshotsService, "mounts", { snapshotter: "overlayfs", key: id });
    await tasks(pair.ours, "create", { containerId: id, rootfs: mounts, checkpoint: descriptors[0], stdout: `file://${log}` });
    await tasks(pair.ours, "start", { containerId: id });
    await eventually("it goes on counting", () => readFileSync(log, "utf8").trim().split("\n").at(-1) === String(before + 5));
    await remove(pair.ours, id);
  });
});
