import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { containerd, google } from "@stevedore/api";
import { until } from "./until.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const LAUNCHER = path.join(ROOT, "bin/containerd-shim-stevedore-v2");
const { BootstrapParams, BootstrapResult } = containerd.runtime.bootstrap.v1;

let bundle: string;
beforeEach(() => {
  if (!existsSync(LAUNCHER)) execFileSync(path.join(ROOT, "services/shim/launcher/build"));
  bundle = mkdtempSync(path.join(tmpdir(), "shl-"));
});
afterEach(() => rmSync(bundle, { recursive: true, force: true }));

function call(args: string[], { input = new Uint8Array(), env = {}, program = LAUNCHER }: { input?: Uint8Array; env?: Record<string, string | undefined>; program?: string } = {}) {
  const address = path.join(bundle, "c.sock");
  const flags = ["-namespace", "ns", "-address", address, "-publish-binary", "/bin/true", "-id", "one"];
  const own = { TTRPC_ADDRESS: `${address}.ttrpc`, STEVEDORE_SHIM_GRACE_MS: "200", MAX_SHIM_VERSION: undefined, ...env };
  return spawnSync(program, [...flags, ...args], { cwd: bundle, input, env: { ...process.env, ...own } });
}

const params = (more: object = {}): Uint8Array => BootstrapParams.encode({ instanceId: "one", namespace: "ns", socketDir: path.join(bundle, "s0"), ...more }).finish();

test("start answers in the form that the calling containerd reads, and the shim goes when nobody comes", async () => {
  const { stdout, stderr } = call(["start"], { input: params() });
  expect(stderr.toString()).toBe("");
  const result = BootstrapResult.decode(stdout);
  expect(result).toMatchObject({ version: 3, protocol: "ttrpc" });
  expect(result.address).toMatch(new RegExp(`^unix://${bundle}/s0/stevedore-[0-9a-f]{16}/sock$`));
  expect(readFileSync(path.join(bundle, "address"), "utf8")).toBe(result.address);
  // The same shim for another call; with the options alone on stdin as an older containerd has it, it is that of the default directory.
  expect(BootstrapResult.decode(call(["start"], { input: params() }).stdout).address).toBe(result.address);
  const options = google.protobuf.Any.encode({ type_url: "containerd.runc.v1.Options", value: new Uint8Array() }).finish();
  const old = call(["start"], { input: options }).stdout.toString();
  expect(old).toMatch(/^unix:\/\/\/run\/containerd\/s\/stevedore-[0-9a-f]{16}\/sock$/);
  const json = call(["start"], { env: { MAX_SHIM_VERSION: "2" } }).stdout.toString();
  expect(JSON.parse(json)).toEqual({ version: 2, address: old, protocol: "ttrpc" });
  for (const address of [result.address, old]) await until(() => !existsSync(path.dirname(address.slice("unix://".length))));
});

test("a copy of it elsewhere knows its checkout", async () => {
  const program = path.join(bundle, "a/copied-shim");
  cpSync(realpathSync(LAUNCHER), program, { recursive: true });
  const { stdout, stderr } = call(["start"], { input: params(), program });
  expect(stderr.toString()).toBe("");
  const { address } = BootstrapResult.decode(stdout);
  await until(() => !existsSync(path.dirname(address.slice("unix://".length))));
});

test("delete of what was never created says so and leaves nothing", () => {
  const { stdout, status } = call(["-bundle", bundle, "delete"]);
  expect(status).toBe(0);
  expect(containerd.task.v3.DeleteResponse.decode(stdout)).toMatchObject({ pid: 0, exitStatus: 137 });
});

test.each<[string, string[], RegExp]>([
  ["an unknown flag", ["-nope"], /flag provided but not defined: -nope/],
  ["an unknown action", ["stop"], /unknown action "stop".*ctr run --runtime/],
  ["an empty namespace", ["-namespace", "", "start"], /shim namespace cannot be empty/],
])("%s is refused", (_name, args, text) => {
  const { status, stderr } = call(args);
  expect(status).toBe(1);
  expect(stderr.toString()).toMatch(text);
});

test("a socket directory that leaves no room for a socket is refused", () => {
  const { status, stderr } = call(["start"], { input: params({ socketDir: `/tmp/${"x".repeat(40)}` }) });
  expect(status).toBe(1);
  expect(stderr.toString()).toMatch(/longer than 42 characters/);
});
