import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSqliteStore } from "../mod.ts";
import { describeMetadataStore } from "./suite.ts";

const root = mkdtempSync(path.join(tmpdir(), "stevedore-metadata-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newPath = (): string => path.join(root, `${++count}`, "meta.db");

describeMetadataStore("sqlite", () => {
  const file = newPath();
  return { open: async () => openSqliteStore({ path: file }) };
});

test.for(["synced", "deferred"])("what was acknowledged before kill -9 is there afterwards: %s", async (how) => {
  const file = newPath();
  const writer = `
    import { openSqliteStore } from ${JSON.stringify(path.join(import.meta.dirname, "../mod.ts"))};
    const store = openSqliteStore({ path: ${JSON.stringify(file)} });
    for (let i = 1; ; i++) {
      await store.transact((tx) => (tx.put("b", String(i).padStart(9, "0"), Buffer.from("v")), tx.emit({ namespace: "n", topic: "/t", event: { type_url: "t", value: Buffer.from(String(i)) } })), { deferred: ${how === "deferred"} });
      process.stdout.write(i + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", writer], { stdio: ["ignore", "pipe", "inherit"] });
  let acknowledged = 0;
  for await (const chunk of child.stdout) {
    acknowledged = Math.max(acknowledged, ...String(chunk).trim().split("\n").map(Number));
    if (acknowledged > 200) break;
  }
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  await using store = openSqliteStore({ path: file });
  const stored = store.list("b").length;
  expect(stored).toBeGreaterThanOrEqual(acknowledged);
  expect(store.outbox.pending(1e6)).toHaveLength(stored);
});
