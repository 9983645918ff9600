import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { containerd, services } from "../mod.ts";

const lib = path.join(import.meta.dirname, "..");
const contract = path.join(lib, "../../../shared/api/containerd.tsv");

test("gen/ is what proto/ generates", { timeout: 300_000 }, () => {
  const dir = mkdtempSync(path.join(tmpdir(), "stevedore-gen-"));
  try {
    execFileSync(process.execPath, [path.join(lib, "generate.ts"), dir], { stdio: "pipe" });
    for (const file of ["messages.js", "messages.d.ts", "services.ts", "descriptors.json"]) {
      expect(readFileSync(path.join(dir, file), "utf8") === readFileSync(path.join(lib, "gen", file), "utf8"), file).toBe(true);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test("every service of the contract is there with its methods and streams", (context) => {
  if (!existsSync(contract)) context.skip("the wire contract is not beside this checkout");
  let packageName = "";
  const missing: string[] = [];
  for (const line of readFileSync(contract, "utf8").split("\n")) {
    packageName = /^## package (\S+)/.exec(line)?.[1] ?? packageName;
    const [kind, service = "", method = "", request = "", response = ""] = line.split("\t");
    if (kind !== "rpc") continue;
    const found = Object.values((services as Record<string, { methods: object }>)[`${packageName}.${service}`]?.methods ?? {}).find(
      (candidate: { name: string }) => candidate.name === method,
    ) as { requestStream: boolean; responseStream: boolean } | undefined;
    if (found?.requestStream !== request.startsWith("stream ") || found.responseStream !== response.startsWith("stream ")) {
      missing.push(`${packageName}.${service}/${method}`);
    }
  }
  expect(missing).toEqual([]);
});

test("field numbers of the contract are in the protos", (context) => {
  if (!existsSync(contract)) context.skip("the wire contract is not beside this checkout");
  const protos = readdirSync(path.join(lib, "proto"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
  const missing = readFileSync(contract, "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([kind]) => kind === "field")
    .filter(([, , number, name, type]) => !protos.includes(`${type} ${name} = ${number};`));
  expect(missing).toEqual([]);
});

test("an Any's bytes survive a round trip untouched", () => {
  const value = Uint8Array.from([0xff, 0x00, 0x80, 0x7f]);
  const bytes = containerd.services.containers.v1.Container.encode({ id: "c", spec: { type_url: "x/y", value } }).finish();
  const decoded = containerd.services.containers.v1.Container.decode(bytes);
  expect(Buffer.from(decoded.spec?.value ?? [])).toEqual(Buffer.from(value));
  expect(decoded.spec?.type_url).toBe("x/y");
});
