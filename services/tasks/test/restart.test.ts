import { closeSync, constants, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createContainer, createTask, eventually, removeTask, runTask, renewed, startTasks, type TestTasks } from "./kit.ts";

let host: TestTasks;
beforeAll(async () => void (host = await startTasks()), 60_000);
afterEach(async (context) => void (host = await renewed(host, context)));
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
}, 60_000);

const { Status } = containerd.v1.types;
const statusOf = async (containerId: string): Promise<unknown> => (await host.tasks.get({ containerId }, host.in)).process?.status;

test("the service is killed: running, created and exited tasks are there again, and end as they should", async () => {
  await runTask(host, "running", ["sleep", "100"]);
  await createTask(host, "created", ["true"]);
  await runTask(host, "exited", ["sh", "-c", "exit 5"]);
  await host.tasks.wait({ containerId: "exited" }, host.in);
  await runTask(host, "meanwhile", ["sh", "-c", "sleep 0.5; exit 6"]);
  await host.killTasks(() => new Promise((resolve) => setTimeout(resolve, 700)));
  expect(await statusOf("running")).toBe(Status.RUNNING);
  expect(await statusOf("created")).toBe(Status.CREATED);
  expect(await statusOf("exited")).toBe(Status.STOPPED);
  expect(await host.tasks.wait({ containerId: "exited" }, host.in)).toMatchObject({ exitStatus: 5 });
  expect(await host.tasks.wait({ containerId: "meanwhile" }, host.in)).toMatchObject({ exitStatus: 6 });
  for (const id of ["created", "exited", "meanwhile"]) await host.tasks.delete({ containerId: id }, host.in);
  await removeTask(host, "running");
  for (const id of ["created", "exited", "meanwhile"]) await host.containers.delete({ id }, host.in);
  const exits = (id: string): number => host.topicsOf(id).filter((topic) => topic === "/tasks/exit").length;
  await eventually("one exit each", () => ["running", "exited", "meanwhile"].every((id) => exits(id) === 1));
  expect(host.bundles()).toEqual([]);
});

test("a bundle's `log` has a reader, in the service's next life too, as containerd's does", async () => {
  await runTask(host, "logs", ["sleep", "100"]);
  const log = path.join(host.state, "io.containerd.runtime.v2.task", host.namespace, "logs/log");
  const write = (): void => {
    const fd = openSync(log, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(fd, "a line\n");
    closeSync(fd);
  };
  expect(statSync(log).isFIFO()).toBe(true);
  expect(write).not.toThrow();
  await host.killTasks(() => Promise.resolve(expect(write).toThrow("ENXIO")));
  expect(write).not.toThrow();
  await removeTask(host, "logs");
});

test("a bundle without a task, as a creation that was cut off leaves it, is removed; one that a process runs in is not", async () => {
  const bundles = path.join(host.state, "io.containerd.runtime.v2.task", host.namespace);
  const makeBundle = (id: string, pid: string): void => {
    mkdirSync(path.join(bundles, id), { recursive: true });
    writeFileSync(path.join(bundles, id, "shim-binary-path"), "/x/containerd-shim-stevedore-v2");
    writeFileSync(path.join(bundles, id, "init.pid"), pid);
  };
  await host.killTasks(async () => {
    makeBundle("cut", "");
    makeBundle("lost", String(process.pid));
  });
  await eventually("the bundle without a task is gone", () => host.bundles().length === 1);
  expect(host.bundles()).toEqual([path.join(bundles, "lost")]);
  // Its container's record being there, a client can delete what is left.
  await createContainer(host, "lost", ["true"]);
  await expect(host.tasks.delete({ containerId: "lost" }, host.in)).rejects.toThrow("not found");
  expect(host.bundles()).toEqual([]);
  await host.containers.delete({ id: "lost" }, host.in);
});

test("the shim is killed: a wait goes on, and a task ends as it should", async () => {
  await runTask(host, "survivor", ["sh", "-c", "sleep 1; exit 9"]);
  const waiting = host.tasks.wait({ containerId: "survivor" }, host.in);
  await host.killShim();
  expect(await waiting).toMatchObject({ exitStatus: 9 });
  expect(await host.tasks.delete({ containerId: "survivor" }, host.in)).toMatchObject({ exitStatus: 9 });
  await host.containers.delete({ id: "survivor" }, host.in);
  await eventually("all events", () => host.topicsOf("survivor").includes("/containers/delete"));
  expect(host.topicsOf("survivor")).toEqual(["/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete", "/containers/delete"]);
});

test("both are killed together", async () => {
  await runTask(host, "both", ["sh", "-c", "sleep 1; exit 4"]);
  await host.killTasks(() => host.killShim());
  expect(await host.tasks.wait({ containerId: "both" }, host.in)).toMatchObject({ exitStatus: 4 });
  await host.tasks.delete({ containerId: "both" }, host.in);
  await host.containers.delete({ id: "both" }, host.in);
  await eventually("all events", () => host.topicsOf("both").includes("/containers/delete"));
  expect(host.topicsOf("both")).toEqual(["/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete", "/containers/delete"]);
});
