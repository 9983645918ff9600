import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SandboxControllerService, SandboxStoreService } from "@stevedore/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectGrpc, eventually, goClient, makeSandboxShim, NEWEST_CONTAINERD, NEWEST_CTR, startPair, tempDir, type Pair, type Side, type TempDir } from "../kit/mod.ts";
import { settle } from "./event-log.ts";
import { failure, maskTimes, same } from "./pair.ts";

const stock = await goClient(NEWEST_CONTAINERD);
const client = await goClient(NEWEST_CTR);
const skip = [stock, client].map((found) => ("skip" in found ? found.skip : "")).find(Boolean);
test.skipIf(skip === undefined)(`the newest ctr and containerd: ${skip ?? "there"}`, (context) => context.skip(skip));

describe.skipIf(skip !== undefined)("ctr sandboxes, beside the newest containerd", () => {
  let pair: Pair;
  let dir: TempDir;
  let config: string;
  const binary = "path" in client ? client.path : "";
  beforeAll(async () => {
    dir = await tempDir("sandboxes");
    config = join(dir.path, "pod.json");
    writeFileSync(config, JSON.stringify({ ociVersion: "1.0.2", annotations: { a: "b" }, linux: {} }));
    pair = await startPair("path" in stock ? { stockBinary: stock.path } : {});
  });
  afterAll(async () => {
    await pair?.[Symbol.asyncDispose]();
    await dir?.[Symbol.asyncDispose]();
  });

  const ctr = (side: Side, ...args: string[]) => side.ctr(args, { binary });
  const must = async (side: Side, ...args: string[]): Promise<string> => maskTimes(await side.must(args, { binary })).replace(/\d{4}-\d\d-\d\d \S+ \+0000 UTC/g, "TIME").replace(/ +/g, " ");
  const call = async (side: Side, service: { name: string; methods: object }, method: string, request: object): Promise<Record<string, unknown>> => {
    await using grpc = connectGrpc(side.address, side.namespace);
    return await grpc.unary(service.name, (service.methods as Record<string, never>)[method]!, request);
  };
  const refusal = (side: Side, ...rest: [service: { name: string; methods: object }, method: string, request: object]) =>
    call(side, ...rest).then(() => "none", (error: { code: number; details: string }) => `${error.code} ${error.details.replace(/ \(this host has .*\)$/, "")}`);

  test("run, ls, info, rm with a shim that serves sandboxes: the same output, calls and events", async () => {
    const id = pair.id("pod");
    const seen = await same(pair, async (side) => {
      const shim = makeSandboxShim(side.state);
      await using events = side.start(["events"], { binary });
      await settle(side, events);
      const run = await must(side, "sandboxes", "run", "--runtime", shim.binary, config, id);
      const status = await call(side, SandboxControllerService, "status", { sandboxId: id, sandboxer: "shim" });
      const list = await must(side, "s", "ls");
      const info = JSON.parse(await must(side, "s", "info", id)) as Record<string, unknown>;
      const second = failure(await ctr(side, "s", "run", "--runtime", shim.binary, config, id));
      await must(side, "s", "rm", id);
      await eventually("all events", () => events.stdout().includes("/tasks/delete"));
      const topics = [...events.stdout().matchAll(/ (\/(?:sandboxes|tasks)\/\S+) (\{.*)/g)].map(([, topic]) => topic);
      const { Labels: labels, Runtime: runtime, Sandboxer: sandboxer } = info;
      return { run, list, status: status["state"], info: { labels, runtime, sandboxer }, second, topics, calls: shim.calls(), after: await must(side, "s", "ls") };
    });
    expect(seen.run).toBe(`${id}\n`);
    expect(seen.status).toBe("SANDBOX_READY");
    expect(seen.topics).toEqual(["/sandboxes/create", "/sandboxes/start", "/tasks/exit", "/tasks/delete"]);
    expect(seen.calls.at(-1)).toBe(`delete ${id}`);
    expect(seen.after).not.toContain(id);
  });

  test("refusals have the same codes and words", async () => {
    const sandbox = { sandboxId: "x", runtime: { name: "io.none.such.v1" }, spec: { type_url: "s", value: Buffer.from("{}") } };
    const seen = await same(pair, async (side) => [
      await refusal(side, SandboxStoreService, "create", { sandbox: { ...sandbox, sandboxId: "a/b" } }),
      await refusal(side, SandboxStoreService, "list", { filters: ["id=="] }),
      await call(side, SandboxStoreService, "create", { sandbox: { ...sandbox, labels: { "a.b/c": "1", empty: "" }, extensions: { e: { type_url: "t" } } } }).then(() => "created"),
      await refusal(side, SandboxStoreService, "create", { sandbox }),
      await refusal(side, SandboxStoreService, "get", { sandboxId: "no" }),
      await refusal(side, SandboxStoreService, "update", { sandbox, fields: ["nope"] }),
      await refusal(side, SandboxStoreService, "update", { sandbox: { ...sandbox, runtime: { name: "y" } } }),
      await refusal(side, SandboxStoreService, "update", { sandbox, fields: ["labels.a.b/c", "extensions.f"] }),
      ((await call(side, SandboxStoreService, "get", { sandboxId: "x" }))["sandbox"] as { labels: object; extensions: object }).extensions,
      await refusal(side, SandboxStoreService, "delete", { sandboxId: "no" }),
      await refusal(side, SandboxStoreService, "delete", { sandboxId: "x" }),
      await refusal(side, SandboxControllerService, "create", { sandboxId: "x" }),
      await refusal(side, SandboxControllerService, "create", { sandboxId: "x", sandboxer: "nope" }),
      await refusal(side, SandboxControllerService, "create", { sandboxId: "x", sandboxer: "shim", sandbox: { ...sandbox, runtime: { name: "nodots" } } }),
      await refusal(side, SandboxControllerService, "start", { sandboxId: "no", sandboxer: "shim" }),
      await refusal(side, SandboxControllerService, "start", { sandboxId: "no", sandboxer: "nope" }),
      await refusal(side, SandboxControllerService, "stop", { sandboxId: "no", sandboxer: "shim" }),
      await refusal(side, SandboxControllerService, "update", { sandboxId: "no", sandboxer: "shim" }),
      (await call(side, SandboxControllerService, "status", { sandboxId: "no", sandboxer: "shim" }))["state"],
    ]);
    expect(seen[3]).toMatch(/^6 /);
  });

  test("run without a runtime: on our shim", async () => {
    const side = pair.ours;
    const id = pair.id("own");
    expect(await must(side, "s", "run", config, id)).toBe(`${id}\n`);
    expect(await call(side, SandboxControllerService, "status", { sandboxId: id, sandboxer: "shim" })).toMatchObject({ state: "SANDBOX_READY" });
    expect(await must(side, "s", "ls")).toContain(`${id} `);
    await must(side, "s", "rm", id);
    expect(await must(side, "s", "ls")).not.toContain(id);
  });
});
