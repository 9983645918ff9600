import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IN, RUNTIMES, createContainer, leftovers, startShim, until, type TestShim } from "./kit.ts";

let shim: TestShim;
beforeAll(async () => void (shim = await startShim()));
afterAll(async () => {
  await until(() => leftovers(shim).length === 0).catch(() => expect(leftovers(shim)).toEqual([]));
  await shim[Symbol.asyncDispose]();
});

describe.each(RUNTIMES)("%s", (runtime) => {
  test("a container runs, ends with its exit code and is gone after its deletion", async () => {
    const id = `life-${runtime}`;
    const { pid } = await createContainer(shim, id, ["sh", "-c", "exit 7"], { runtime });
    expect(pid).toBeGreaterThan(0);
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ id, pid, status: 1 });
    const wait = shim.tasks.wait({ id }, IN);
    expect(await shim.tasks.start({ id }, IN)).toMatchObject({ pid });
    expect(await wait).toMatchObject({ exitStatus: 7 });
    expect(await shim.tasks.state({ id }, IN)).toMatchObject({ status: 3, exitStatus: 7 });
    expect(await shim.tasks.delete({ id }, IN)).toMatchObject({ pid, exitStatus: 7 });
    await expect(shim.tasks.state({ id }, IN)).rejects.toThrow("container not created: not found");
    await shim.event("/tasks/delete", id);
    expect(shim.topicsOf(id)).toEqual(["/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"]);
  });
});
