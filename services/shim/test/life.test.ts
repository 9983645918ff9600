import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ZERO_TIME } from "@stevedore/api";
import { renewed, stopShim } from "./audit.ts";
import { IN, NAMESPACE, RUNTIMES, UNLIMITED_CORE, createContainer, makeBundle, processSpec, runcOptions, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterEach(async (context) => void (shim = await renewed(shim, context)));
afterAll(() => stopShim(shim));

async function runToEnd(id: string): Promise<{ exitStatus: number }> {
  const wait = shim.tasks.wait({ id }, IN);
  await shim.tasks.start({ id }, IN);
  return wait;
}

describe.each(RUNTIMES)("with %s", (runtime) => {
  test("a container runs, ends with its exit code and is gone after its deletion", async () => {
    const id = `life-${runtime}`;
    const { pid, bundle } = await createContainer(shim, id, ["sh", "-c", "exit 7"], { runtime });
    expect(pid).toBeGreaterThan(0);
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ id, pid, bundle, status: 1, exitedAt: { seconds: ZERO_TIME.seconds } });
    const wait = shim.tasks.wait({ id }, IN);
    expect(await shim.tasks.start({ id }, IN)).toMatchObject({ pid });
    expect(await wait).toMatchObject({ exitStatus: 7 });
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 3, exitStatus: 7 });
    expect(await shim.tasks.wait({ id }, IN)).toMatchObject({ exitStatus: 7 });
    expect(await shim.tasks.delete({ id }, IN)).toMatchObject({ pid, exitStatus: 7 });
    await expect(shim.tasks.state({ id }, IN)).rejects.toMatchObject({ code: 5, message: "container not created: not found" });
    await shim.event("/tasks/delete", id);
    expect(shim.topicsOf(id)).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
  });

  test("a spec of a version that the runtime does not know yet runs all the same", async () => {
    const id = `version-${runtime}`;
    await createContainer(shim, id, ["true"], { runtime, ociVersion: "1.3.0" });
    expect(await runToEnd(id)).toMatchObject({ exitStatus: 0 });
    await shim.tasks.delete({ id }, IN);
  });

  test("numbers that are larger than ours reach the runtime as they are", async () => {
    const id = `numbers-${runtime}`;
    const check = ["sh", "-c", 'test "$(ulimit -Hc)" = unlimited'];
    await createContainer(shim, id, ["sleep", "1000"], { runtime, ociVersion: "1.3.0", process: UNLIMITED_CORE });
    await shim.tasks.start({ id }, IN);
    // The request rules over the document's own word about a terminal, so that this is written anew.
    await shim.tasks.exec({ id, execId: "e", spec: processSpec(check, true, UNLIMITED_CORE) }, IN);
    await shim.tasks.start({ id, execId: "e" }, IN);
    expect(await shim.tasks.wait({ id, execId: "e" }, IN)).toMatchObject({ exitStatus: 0 });
    await shim.tasks.kill({ id, signal: 9 }, IN);
    await shim.tasks.wait({ id }, IN);
    await shim.tasks.delete({ id }, IN);
  });

  test.skipIf(existsSync("/sys/fs/selinux/enforce"))("a label of a security module that the kernel hasn't got is refused, and the reason said", async () => {
    const id = `label-${runtime}`;
    const label = { selinuxLabel: "system_u:system_r:container_t:s0" };
    await expect(createContainer(shim, `${id}-refused`, ["true"], { runtime, process: label })).rejects.toThrow(/^OCI runtime create failed: the spec asks for a SELinux label \(system_u:.*\), which this kernel does not have: ./);
    await createContainer(shim, id, ["sleep", "1000"], { runtime });
    await shim.tasks.start({ id }, IN);
    await shim.tasks.exec({ id, execId: "e", spec: processSpec(["true"], false, label) }, IN);
    // crun passes over the label of an exec.
    const started = shim.tasks.start({ id, execId: "e" }, IN);
    if (runtime === "runc") await expect(started).rejects.toThrow(/^OCI runtime exec failed: the spec asks for a SELinux label/);
    await started.catch(() => undefined);
    await shim.tasks.kill({ id, signal: 9 }, IN);
    await shim.tasks.wait({ id }, IN);
    await shim.tasks.delete({ id }, IN);
  });

  test("an init that a signal ends has 128 + its number", async () => {
    const id = `signal-${runtime}`;
    await createContainer(shim, id, ["sh", "-c", "trap 'exit 3' USR1; while :; do sleep 0.05; done"], { runtime });
    await shim.tasks.start({ id }, IN);
    await shim.tasks.kill({ id, signal: 9 }, IN);
    expect(await shim.tasks.wait({ id }, IN)).toMatchObject({ exitStatus: 137 });
    await expect(shim.tasks.kill({ id, signal: 9 }, IN)).rejects.toMatchObject({ code: 5, message: "process already finished: not found" });
    await shim.tasks.delete({ id }, IN);
  });

  test("an init that handles its signal ends as it likes", async () => {
    const id = `trap-${runtime}`;
    const { bundle } = await createContainer(shim, id, ["sh", "-c", "trap 'exit 3' USR1; : > /tmp/ready; while :; do sleep 0.05; done"], { runtime });
    await shim.tasks.start({ id }, IN);
    await until(() => existsSync(path.join(bundle, "rootfs/tmp/ready")));
    await shim.tasks.kill({ id, signal: 10 }, IN);
    expect(await shim.tasks.wait({ id }, IN)).toMatchObject({ exitStatus: 3 });
    await shim.tasks.delete({ id }, IN);
  });

  test("a created container that was never started can be deleted", async () => {
    const id = `unstarted-${runtime}`;
    const { pid } = await createContainer(shim, id, ["true"], { runtime });
    expect(await shim.tasks.delete({ id }, IN)).toMatchObject({ pid, exitStatus: 137 });
  });

  test("an unknown command is refused in the runtime's words, and nothing stays", async () => {
    const id = `nocommand-${runtime}`;
    const error = await createContainer(shim, id, ["no-such-command"], { runtime }).then(
      // runc misses it only when it starts.
      () => shim.tasks.start({ id }, IN).then(() => undefined, (caught: Error) => caught),
      (caught: Error) => caught,
    );
    expect(error).toMatchObject({ code: 2 });
    expect(error!.message).toMatch(/^OCI runtime (create|start) failed: .*(executable file not found|no such file or directory)/is);
    await shim.tasks.delete({ id }, IN).catch(() => undefined);
    expect(shim.topicsOf(id).filter((topic) => topic === "/tasks/start")).toEqual([]);
  });

  test("a program that may not be run says permission denied", async () => {
    const id = `denied-${runtime}`;
    const bundle = makeBundle(shim, id, { args: ["/etc/denied"] });
    writeFileSync(path.join(bundle, "rootfs/etc/denied"), "no program", { mode: 0o644 });
    const error = await shim.tasks.create({ id, bundle, options: runcOptions({ binaryName: runtime }) }, IN).then(
      () => shim.tasks.start({ id }, IN).then(() => undefined, (caught: Error) => caught),
      (caught: Error) => caught,
    );
    expect(error!.message).toMatch(/permission denied/i);
    await shim.tasks.delete({ id }, IN).catch(() => undefined);
  });

  test("a spec that is no JSON, or none, is refused and leaves nothing", async () => {
    const id = `badspec-${runtime}`;
    const bundle = makeBundle(shim, id, { args: ["true"] });
    writeFileSync(path.join(bundle, "config.json"), '{"process":');
    await expect(shim.tasks.create({ id, bundle, options: runcOptions({ binaryName: runtime }) }, IN)).rejects.toThrow(/OCI spec/);
    writeFileSync(path.join(bundle, "config.json"), '{"ociVersion":"1.0.2","process":{"args":["/bin/true"],"cwd":"/"},"root":{"path":"nowhere"},"linux":{"namespaces":[{"type":"nonsense"}]}}');
    await expect(shim.tasks.create({ id, bundle, options: runcOptions({ binaryName: runtime }) }, IN)).rejects.toThrow(/^OCI runtime create failed: ./);
    await expect(shim.tasks.state({ id }, IN)).rejects.toMatchObject({ code: 5 });
  });

  test("without a pid namespace of its own, the end of the init ends everything", async () => {
    const id = `shared-${runtime}`;
    const script = "setsid sleep 1000 & sleep 1000 & while [ ! -e /tmp/go ]; do sleep 0.02; done; exit 4";
    const { bundle } = await createContainer(shim, id, ["sh", "-c", script], { runtime, namespaces: ["mount", "ipc", "uts"] });
    const wait = shim.tasks.wait({ id }, IN);
    await shim.tasks.start({ id }, IN);
    const { processes } = await until(async () => {
      const found = await shim.tasks.pids({ id }, IN);
      return found.processes.length >= 3 ? found : undefined;
    });
    writeFileSync(path.join(bundle, "rootfs/tmp/go"), "");
    expect(await wait).toMatchObject({ exitStatus: 4 });
    await until(() => processes.every(({ pid }) => !existsSync(`/proc/${pid}`)));
    await shim.tasks.delete({ id }, IN);
  });
});

test("a start whose container is killed under it ends, and the container's end is known", async () => {
  const runtime = path.join(shim.state, "stuck-runtime");
  // Real runtimes wait like this, when the kill comes between their look and their waiting.
  writeFileSync(runtime, `#!/bin/sh\ncase " $* " in *" start "*) kill -9 $(cat init.pid); sleep 1000 ;; esac\nexec ${RUNTIMES[0]} "$@"\n`, { mode: 0o755 });
  await createContainer(shim, "stuck", ["sleep", "1000"], { runtime });
  await expect(shim.tasks.start({ id: "stuck" }, IN)).rejects.toThrow(/killed by signal 9/);
  expect(await shim.tasks.wait({ id: "stuck" }, IN)).toMatchObject({ exitStatus: 137 });
  await shim.tasks.delete({ id: "stuck" }, IN);
});

test("the default runtime is one that works here", async () => {
  await createContainer(shim, "default", ["true"]);
  expect(await runToEnd("default")).toMatchObject({ exitStatus: 0 });
  await shim.tasks.delete({ id: "default" }, IN);
});

test("a runtime that is not installed is named", async () => {
  await expect(createContainer(shim, "noruntime", ["true"], { runtime: "no-runc" })).rejects.toThrow(/^OCI runtime create failed: .*exec: "no-runc": executable file not found in \$PATH$/);
  await expect(createContainer(shim, "noruntime-path", ["true"], { runtime: "/no/runc" })).rejects.toThrow(/fork\/exec \/no\/runc: no such file or directory$/);
});

test("options of another type are refused", async () => {
  const bundle = makeBundle(shim, "options", { args: ["true"] });
  const options = { type_url: "some.other.Options", value: new Uint8Array() };
  await expect(shim.tasks.create({ id: "options", bundle, options }, IN)).rejects.toMatchObject({ code: 2 });
});

test("an id is taken while its container is there, in its namespace only", async () => {
  const { bundle } = await createContainer(shim, "double", ["sleep", "100"]);
  await expect(shim.tasks.create({ id: "double", bundle }, IN)).rejects.toMatchObject({ code: 6, message: "task double: already exists" });
  await expect(shim.tasks.state({ id: "double" }, { namespace: "other" })).rejects.toMatchObject({ code: 5 });
  await shim.tasks.delete({ id: "double" }, IN);
});

test("two creations of one id at once: one wins", async () => {
  const bundle = makeBundle(shim, "race", { args: ["sleep", "100"] });
  const results = await Promise.allSettled([1, 2, 3].map(() => shim.tasks.create({ id: "race", bundle }, IN)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await shim.tasks.delete({ id: "race" }, IN);
});

test("calls without a namespace, and about unknown processes, are refused", async () => {
  await expect(shim.tasks.state({ id: "x" })).rejects.toMatchObject({ code: 9, message: "namespace is required: failed precondition" });
  await createContainer(shim, "known", ["sleep", "100"]);
  await expect(shim.tasks.state({ id: "known", execId: "nobody" }, IN)).rejects.toMatchObject({ code: 5, message: "process does not exist nobody: not found" });
  await shim.tasks.delete({ id: "known" }, IN);
});

test("what the state table forbids is refused in containerd's words", async () => {
  const id = "table";
  await createContainer(shim, id, ["sleep", "100"]);
  await expect(shim.tasks.pause({ id }, IN)).rejects.toMatchObject({ code: 2, message: "cannot pause task in created state" });
  await expect(shim.tasks.resume({ id }, IN)).rejects.toMatchObject({ code: 2, message: "cannot resume task in created state" });
  await shim.tasks.start({ id }, IN);
  await expect(shim.tasks.start({ id }, IN)).rejects.toMatchObject({ code: 2, message: "cannot start a running process" });
  await expect(shim.tasks.delete({ id }, IN)).rejects.toMatchObject({ code: 2, message: "cannot delete a running process" });
  await expect(shim.tasks.resume({ id }, IN)).rejects.toThrow("cannot resume a running process");
  await shim.tasks.kill({ id, signal: 9 }, IN);
  await shim.tasks.wait({ id }, IN);
  await expect(shim.tasks.start({ id }, IN)).rejects.toThrow("cannot start a stopped process");
  await expect(shim.tasks.pause({ id }, IN)).rejects.toThrow("cannot pause a stopped container");
  await expect(shim.tasks.update({ id, resources: { type_url: "x", value: Buffer.from("{}") } }, IN)).rejects.toThrow("cannot update a stopped container");
  await shim.tasks.delete({ id }, IN);
});

test("connect tells the pids, shutdown changes nothing, a checkpoint of a created task is refused", async () => {
  const { pid } = await createContainer(shim, "connect", ["sleep", "100"]);
  expect(await shim.tasks.connect({ id: "connect" }, IN)).toMatchObject({ shimPid: shim.pid, taskPid: pid });
  await shim.tasks.shutdown({ id: "connect" }, IN);
  await expect(shim.tasks.checkpoint({ id: "connect", path: shim.state }, IN)).rejects.toThrow("cannot checkpoint a task in created state");
  await shim.tasks.delete({ id: "connect" }, IN);
});

test("the mounts of a request become the root file system, and are gone with the container", async () => {
  const source = path.join(shim.state, "bundles/mounted-source/rootfs");
  makeBundle(shim, "mounted-source", { args: [] });
  const rootfs = [{ type: "bind", source, options: ["rbind", "rw"] }];
  await createContainer(shim, "mounted", ["sh", "-c", "echo 1 > /tmp/written"], { rootfs, emptyRootfs: true });
  expect(await runToEnd("mounted")).toMatchObject({ exitStatus: 0 });
  await shim.tasks.delete({ id: "mounted" }, IN);
  expect(existsSync(path.join(source, "tmp/written"))).toBe(true);
});

test("a mount that fails leaves nothing", async () => {
  const rootfs = [{ type: "overlay", source: "overlay", options: ["lowerdir=/no/such:/either"] }];
  await expect(createContainer(shim, "badmount", ["true"], { rootfs, emptyRootfs: true })).rejects.toThrow(/^failed to mount rootfs component: /);
  await expect(shim.tasks.state({ id: "badmount" }, IN)).rejects.toMatchObject({ code: 5 });
});

test("eight containers at once", async () => {
  const ids = Array.from({ length: 8 }, (_, index) => `many-${index}`);
  const codes = await Promise.all(
    ids.map(async (id, index) => {
      await createContainer(shim, id, ["sh", "-c", `exit ${index}`]);
      const { exitStatus } = await runToEnd(id);
      await shim.tasks.delete({ id }, IN);
      return exitStatus;
    }),
  );
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await until(() => ids.every((id) => shim.topicsOf(id).length === 4));
  for (const id of ids) expect(shim.topicsOf(id)).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
  expect(shim.events.every(({ namespace }) => namespace === NAMESPACE)).toBe(true);
});
