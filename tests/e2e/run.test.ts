import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cgroupRoots, eventually, must, tempDir, type Side } from "../kit/mod.ts";
import { failure, same, sameError, startPairWithImage, type PairWithImage } from "./pair.ts";

let pair: PairWithImage;

beforeAll(async () => {
  pair = await startPairWithImage();
});

afterEach(async () => {
  await pair.stock.assertNoContainers();
  await pair.ours.assertNoContainers();
});

afterAll(() => pair?.[Symbol.asyncDispose]());

/** Runs a shell script in a fresh container on both sides; output and exit code have to be the same. */
function sameRun(flags: readonly string[], script: string) {
  return same(pair, async (side) => {
    const { stdout, stderr, exitCode } = await side.ctr(["run", "--rm", ...flags, pair.image, pair.id("run"), "sh", "-c", script]);
    return { stdout, stderr, exitCode };
  });
}

describe("output and exit codes", () => {
  test.each([0, 1, 7, 126, 127, 200, 255])("exit code %i", async (code) => {
    expect((await sameRun([], `exit ${code}`)).exitCode).toBe(code);
  });

  test("stdout and stderr are kept apart", async () => {
    const seen = await sameRun([], "echo out; echo err >&2; printf 'no newline'");
    expect(seen).toEqual({ stdout: "out\nno newline", stderr: "err\n", exitCode: 0 });
  });

  test("a process that ends by a signal", async () => {
    expect((await sameRun([], "sh -c 'kill -9 $$'; exit $?")).exitCode).toBe(137);
    expect((await sameRun([], "sh -c 'kill -15 $$'; exit $?")).exitCode).toBe(143);
  });

  test("the image's own command, environment and what `ctr` adds to it", async () => {
    await same(pair, async (side) => {
      const { stdout, exitCode } = await side.ctr(["run", "--rm", pair.image, pair.id("run")], { stdin: "env | sort; echo $0; exit 5\n", timeout: 20_000 });
      return { stdout, exitCode };
    });
  });
});

describe("flags", () => {
  test("--env, --cwd, --label", async () => {
    expect((await sameRun(["--env", "A=b c", "--env", "EMPTY=", "--cwd", "/home/alice"], 'echo "$A|$EMPTY|$FROM_IMAGE"; pwd')).stdout).toBe("b c||yes\n/home/alice\n");
  });

  test("--env-file", async () => {
    await using dir = await tempDir("env");
    writeFileSync(join(dir.path, "env"), "ONE=1\nTWO=2 words\n");
    await sameRun(["--env-file", join(dir.path, "env")], "echo $ONE $TWO");
  });

  test("the root file system is writable, and gone with the container", async () => {
    await sameRun([], "echo text > /file && cat /file");
    await sameRun([], "ls /file");
  });

  test("namespaces: a network of its own, or with --net-host the host's", async () => {
    const own = readFileSync("/proc/net/dev", "utf8").split("\n").length;
    expect((await sameRun([], "ls /sys/class/net; hostname | wc -c")).stdout).toContain("lo");
    const host = await sameRun(["--net-host"], "cat /proc/net/dev | wc -l");
    expect(Number(host.stdout)).toBe(own - 1);
    await sameRun([], "echo $$; readlink /proc/self/ns/uts | cut -c1-5");
  });

  test("--mount of a directory, read-write and read-only, and of a tmpfs", async () => {
    await using dir = await tempDir("mounted");
    writeFileSync(join(dir.path, "from-host"), "from host\n");
    const bind = (options: string) => ["--mount", `type=bind,src=${dir.path},dst=/host,options=${options}`];
    await sameRun(bind("rbind:rw"), "cat /host/from-host; echo inside > /host/from-container");
    expect(readFileSync(join(dir.path, "from-container"), "utf8")).toBe("inside\n");
    await sameRun(bind("rbind:ro"), "touch /host/no; echo $?");
    await sameRun(["--mount", "type=tmpfs,src=tmpfs,dst=/mem,options=size=65536:mode=700"], "df -k /mem | tail -1 | awk '{print $2}'; stat -c %a /mem");
  });

  test("--memory-limit, --cpus and --cpu-shares reach the cgroup", async () => {
    const id = pair.id("limits");
    await same(pair, async (side) => {
      await side.must(["run", "-d", "--memory-limit", "67108864", "--cpus", "0.5", "--cpu-shares", "512", pair.image, id, "sleep", "1000"]);
      const limits = cgroupValues(`${pair.namespace}/${id}`, ["memory.limit_in_bytes", "memory.max", "cpu.cfs_quota_us", "cpu.max", "cpu.shares", "cpu.weight"]);
      await remove(side, id);
      return limits;
    });
  });

  test("a container over its memory limit is killed", async () => {
    expect((await sameRun(["--memory-limit", "16777216"], "exec dd if=/dev/zero of=/dev/null bs=100M count=1")).exitCode).toBe(137);
  });

  test("--pid-file", async () => {
    await using dir = await tempDir("pid");
    const id = pair.id("pid");
    await same(pair, async (side) => {
      const file = join(dir.path, `${side.label}`);
      await side.must(["run", "-d", "--pid-file", file, pair.image, id, "sleep", "1000"]);
      const pid = Number(readFileSync(file, "utf8"));
      const command = await eventually("the command runs", () => readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("sleep"));
      const listed = (await side.must(["tasks", "ls"])).includes(String(pid));
      await remove(side, id);
      return { command, listed };
    });
  });

  test("--rootfs runs from a directory", async () => {
    await using dir = await tempDir("rootfs");
    mkdirSync(join(dir.path, "bin"));
    for (const name of ["proc", "dev", "sys", "run", "tmp"]) mkdirSync(join(dir.path, name));
    await must("cp", ["/bin/busybox", join(dir.path, "bin/sh")]);
    await same(pair, async (side) => {
      const { stdout, exitCode } = await side.ctr(["run", "--rm", "--rootfs", dir.path, pair.id("rootfs"), "/bin/sh", "-c", "echo from a directory > /tmp/made; read line < /tmp/made; echo $line; exit 3"]);
      return { stdout, exitCode };
    });
    expect(existsSync(join(dir.path, "tmp/made"))).toBe(true);
  });

  test.each(["runc", "crun"])("--runc-binary %s", async (binary) => {
    expect((await sameRun(["--runc-binary", binary], "echo by another runtime")).stdout).toBe("by another runtime\n");
  });

  test("--snapshotter native", async () => {
    await pair.both((side) => side.must(["images", "pull", "--plain-http", "--snapshotter", "native", pair.image]));
    await sameRun(["--snapshotter", "native"], "cut -d' ' -f2,3 /proc/self/mounts | head -1 | grep -c overlay; echo x > /y; cat /y");
  });

  test("--null-io, --log-uri", async () => {
    await using dir = await tempDir("log");
    await same(pair, async (side) => {
      const none = await side.ctr(["run", "--rm", "--null-io", pair.image, pair.id("null"), "sh", "-c", "echo lost; exit 4"]);
      const file = join(dir.path, `${side.label}.log`);
      const logged = await side.ctr(["run", "--rm", "--log-uri", `file://${file}`, pair.image, pair.id("log"), "sh", "-c", "echo out; echo err >&2; exit 6"]);
      // Stock's shim sometimes ends before it has copied all.
      if (side.name === "stevedore") expect(readFileSync(file, "utf8").split("\n").toSorted()).toEqual(["", "err", "out"]);
      return { none: [none.stdout, none.exitCode], logged: [logged.stdout, logged.exitCode] };
    });
  });

  test("--with-ns joins another container's network", async () => {
    const id = pair.id("owner");
    await same(pair, async (side) => {
      await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
      const pid = /\s(\d+)\s+RUNNING/.exec(await side.must(["tasks", "ls"]))?.[1];
      const joined = await side.ctr(["run", "--rm", "--with-ns", `network:/proc/${pid}/ns/net`, pair.image, pair.id("guest"), "readlink", "/proc/self/ns/net"]);
      const owner = await side.must(["tasks", "exec", "--exec-id", "e", id, "readlink", "/proc/self/ns/net"]);
      await remove(side, id);
      return joined.stdout === owner;
    });
  });
});

describe("what can't run", () => {
  test("a command that doesn't exist, isn't executable, or is a directory", async () => {
    for (const command of ["/no/such/command", "/etc/passwd", "/etc"]) {
      const seen = await sameError(pair, ["run", "--rm", pair.image, pair.id("bad"), command]);
      expect(seen.exitCode).toBe(1);
    }
  });

  test("an unknown runtime, runc binary, user namespace, or working directory that is a file", async () => {
    for (const flags of [["--runtime", "io.containerd.nosuch.v9"], ["--runtime", "nonsense"], ["--runc-binary", "no-runc"], ["--cwd", "/etc/passwd"]]) {
      await sameError(pair, ["run", "--rm", ...flags, pair.image, pair.id("bad"), "true"]);
    }
    const { stderr } = await pair.ours.ctr(["run", "--rm", "--runc-binary", "no-runc", pair.image, pair.id("bad"), "true"]);
    expect(stderr).toContain('"no-runc"');
  });

  test("a mount that fails", async () => {
    for (const mount of ["type=bind,src=/no/such/source,dst=/x,options=rbind", "type=nosuchfs,src=x,dst=/x"]) {
      const failed = await same(pair, async (side) => failure(await side.ctr(["run", "--rm", "--mount", mount, pair.image, pair.id("bad"), "true"])));
      expect(failed.exitCode).toBe(1);
    }
  });

  test("an unknown snapshotter or image, a duplicate or invalid id", async () => {
    await sameError(pair, ["run", "--rm", "--snapshotter", "overlyfs", pair.image, pair.id("bad"), "true"]);
    await sameError(pair, ["run", "--rm", "no.such/image:1", pair.id("bad"), "true"]);
    await sameError(pair, ["run", "--rm", pair.image, "not valid", "true"]);
    const id = pair.id("dup");
    await same(pair, async (side) => {
      await side.must(["run", "-d", pair.image, id, "sleep", "1000"]);
      const second = await side.ctr(["run", "-d", pair.image, id, "sleep", "1000"]);
      const alive = (await side.must(["tasks", "ls"])).includes("RUNNING");
      await remove(side, id);
      return { second: failure(second), alive };
    });
  });

  test("nothing of the failed attempts is left", async () => {
    await same(pair, async (side) => ({
      containers: await side.must(["containers", "ls", "-q"]),
      tasks: await side.must(["tasks", "ls", "-q"]),
      snapshots: (await side.must(["snapshots", "ls"])).split("\n").length,
      bundles: (await must("find", [join(side.state, "io.containerd.runtime.v2.task"), "-mindepth", "2", "-maxdepth", "2"])).trim(),
    }));
  });
});

async function remove(side: Side, id: string): Promise<void> {
  await side.must(["tasks", "rm", "-f", id]);
  await side.must(["containers", "rm", id]);
}

function cgroupValues(path: string, names: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const root of cgroupRoots()) {
    for (const name of names) {
      const file = join(root, path, name);
      if (existsSync(file)) values[name] = readFileSync(file, "utf8").trim();
    }
  }
  return values;
}
