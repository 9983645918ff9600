import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { mountedUnder, readMountInfo } from "@stevedore/linux";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createContainer, makeRootfs, removeTask, renewed, startTasks, type TestTasks } from "./kit.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("root file systems that need the mount manager (needs root)", () => {
  let host: TestTasks;
  const start = () => startTasks({}, { snapshots: true });
  beforeAll(async () => void (host = await start()), 60_000);
  afterEach(async (context) => void (host = await renewed(host, context, start)));
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  }, 60_000);

  const targets = (): string => path.join(host.state, "io.containerd.mount-manager.v1.bolt/t");
  const active = async (): Promise<(string | null | undefined)[]> => (await Array.fromAsync(host.mounts.list({}, host.in))).map(({ info }) => info?.name);
  const layered = (): containerd.types.IMount[] => {
    const own = path.join(host.root, "own");
    mkdirSync(own, { recursive: true });
    return [
      { type: "bind", source: makeRootfs(host), options: ["rbind", "ro"] },
      { type: "mkdir/format/overlay", source: "overlay", options: [`X-containerd.mkdir.path=${own}/upper:0755`, `X-containerd.mkdir.path=${own}/work`, "lowerdir={{ mount 0 }}", `upperdir=${own}/upper`, `workdir=${own}/work`] },
    ];
  };
  const run = async (id: string, rootfs: containerd.types.IMount[], runtime?: string): Promise<number> => {
    await createContainer(host, id, ["sleep", "100"], runtime === undefined ? {} : { runtime });
    await host.tasks.create({ containerId: id, rootfs }, host.in);
    const { pid } = await host.tasks.start({ containerId: id }, host.in);
    return pid;
  };

  test("are put together before the shim mounts the rest, and taken apart at the deletion", async () => {
    await run("layered", layered());
    const { info } = await host.mounts.info({ name: "layered" }, host.in);
    expect(info).toMatchObject({ labels: { "containerd.io/gc.bref.container": "layered" }, active: [{ mount: { type: "bind" } }], system: [{ type: "overlay" }] });
    const rootfs = path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, "layered/rootfs");
    expect(readMountInfo().find(({ mountPoint }) => mountPoint === rootfs)).toMatchObject({ fsType: "overlay", superOptions: expect.arrayContaining([`upperdir=${host.root}/own/upper`]) });
    // Another life of the service knows of it.
    await host.killTasks();
    await removeTask(host, "layered");
    expect(await active()).toEqual([]);
    expect(readdirSync(targets())).toEqual([]);
    expect(host.bundles()).toEqual([]);
  });

  test("leave nothing when the creation fails, before or behind the manager", async () => {
    await createContainer(host, "fails", ["/no/such/binary"]);
    await expect(host.tasks.create({ containerId: "fails", rootfs: layered() }, host.in)).rejects.toThrow(/no\/such\/binary|create failed|not found/);
    const bad = [layered()[0]!, { type: "format/overlay", source: "overlay", options: ["lowerdir={{ mount 7 }}"] }];
    await expect(host.tasks.create({ containerId: "fails", rootfs: bad }, host.in)).rejects.toThrow("index out of bounds: 7, has 1 active mounts");
    await host.containers.delete({ id: "fails" }, host.in);
    expect(await active()).toEqual([]);
    expect(mountedUnder(targets())).toEqual([]);
    expect(host.bundles()).toEqual([]);
  });

  test("are left to a runtime that says it makes them itself, and plain ones always", async () => {
    const shim = "/usr/bin/containerd-shim-runc-v2";
    const wrapper = path.join(host.root, "containerd-shim-allowing-v1");
    const info = containerd.types.RuntimeInfo.encode({ name: "allowing", annotations: { "containerd.io/runtime-allow-mounts": "mkdir/*,format/*" } }).finish();
    writeFileSync(`${wrapper}.info`, info);
    writeFileSync(wrapper, `#!/bin/sh\nif [ "$1" = -info ]; then exec cat ${wrapper}.info; fi\nexec ${shim} "$@"\n`);
    chmodSync(wrapper, 0o755);
    await createContainer(host, "allowed", ["sleep", "100"], { runtime: wrapper });
    // The shim is Debian's and can't: what it is given is what was sent.
    await expect(host.tasks.create({ containerId: "allowed", rootfs: layered() }, host.in)).rejects.toThrow(existsSync(shim) ? /mount|no such device/ : /start failed/);
    expect(await active()).toEqual([]);
    await host.containers.delete({ id: "allowed" }, host.in);
    await run("plain", [{ type: "bind", source: makeRootfs(host), options: ["rbind", "ro"] }]);
    expect(await active()).toEqual([]);
    expect(existsSync(path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, "plain", "mounts"))).toBe(false);
    await removeTask(host, "plain");
  });
});
