import { readFileSync } from "node:fs";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import type { MethodDescriptor } from "@stevedore/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOT_BUILT, PUBLIC_SERVICES, UNIMPLEMENTED_AS_IN_CONTAINERD, renderApiPage } from "../api-table.ts";
import { startHost, type Host } from "../kit/mod.ts";

const UNIMPLEMENTED = grpc.status.UNIMPLEMENTED;
const raw = (bytes: Buffer): Buffer => bytes;

/** The status code that an empty request gets; a stream that stays open counts as OK. */
function probe(client: grpc.Client, service: string, method: MethodDescriptor): Promise<{ code: number; details: string }> {
  const metadata = new grpc.Metadata();
  metadata.set("containerd-namespace", "api-table");
  const call = client.makeBidiStreamRequest(`/${service}/${method.name}`, raw, raw, metadata, { deadline: Date.now() + 3000 });
  return new Promise((resolve) => {
    call.on("status", ({ code, details }) => resolve({ code: code === grpc.status.DEADLINE_EXCEEDED ? grpc.status.OK : code, details }));
    call.on("data", () => undefined);
    call.on("error", () => undefined);
    call.end(Buffer.alloc(0));
  });
}

test("docs/api.md is what the table renders", () => {
  const page = readFileSync(path.join(import.meta.dirname, "../../docs/api.md"), "utf8");
  expect(page).toBe(renderApiPage());
});

describe("on a running host", () => {
  let host: Host;
  let client: grpc.Client;
  beforeAll(async () => {
    host = await startHost();
    client = new grpc.Client(`unix:${host.address}`, grpc.credentials.createInsecure());
  });
  afterAll(async () => {
    client?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test.each(PUBLIC_SERVICES.map((service) => [service.name, service] as const))("%s answers as docs/api.md says", async (_name, service) => {
    const answers = await Promise.all(Object.values(service.methods).map(async (method) => ({ name: `${service.name}/${method.name}`, ...(await probe(client, service.name, method)) })));
    const unimplemented = answers.filter(({ code }) => code === UNIMPLEMENTED).map(({ name }) => name);
    const expected = answers.map(({ name }) => name).filter((name) => NOT_BUILT.has(name));
    // Transfer answers an empty request, which names no types, with Unimplemented as containerd does, and so does Activate without mounts; Cleanup
    // refuses it before that.
    const known = (name: string): boolean => !/\/(Transfer|Activate)$/.test(name) && !UNIMPLEMENTED_AS_IN_CONTAINERD.has(name);
    expect(unimplemented.filter(known)).toEqual(expected);
    for (const { name, details } of answers.filter((answer) => NOT_BUILT.has(answer.name))) expect(details).toContain(name);
  });
});
