import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { errorClassOf } from "@stevedore/errors";
import { mount, mountedUnder } from "@stevedore/linux";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endpointOf, parseBootstrap, readBootstrap, writeBootstrap } from "../shims/bootstrap.ts";
import { bundlePlaces, createBundle, findBundles, removeBundle } from "../shims/bundle.ts";

let directory: string;
beforeEach(() => void (directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-bundle-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const places = () => bundlePlaces({ root: path.join(directory, "root"), state: path.join(directory, "state") }, "task");
const task = { namespace: "ns", id: "c1", spec: Buffer.from("{}") };

describe("bundles", () => {
  test("the spec's bytes, rootfs and work link; modes as containerd's", () => {
    const bundle = createBundle(places(), { ...task, spec: Buffer.from('{ "x" : 1.0 }\n') });
    expect(readFileSync(path.join(bundle.path, "config.json"), "utf8")).toBe('{ "x" : 1.0 }\n');
    expect(statSync(bundle.path).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(bundle.path, "rootfs")).mode & 0o777).toBe(0o711);
    expect(statSync(path.join(bundle.path, "work")).isDirectory()).toBe(true);
  });

  test("a mapped root gets into its bundle", () => {
    const spec = Buffer.from(JSON.stringify({ linux: { gidMappings: [{ containerID: 0, hostID: 4242, size: 10 }] } }));
    const { mode, gid } = statSync(createBundle(places(), { ...task, spec }).path);
    expect({ mode: mode & 0o777, gid }).toEqual({ mode: 0o710, gid: 4242 });
  });

  test.each(["", "a/b", "..", "x".repeat(77)])("id %j is refused", (id) => {
    expect(() => createBundle(places(), { ...task, id })).toThrow(`invalid task id ${id}: identifier`);
  });

  test.each(["", "sub"])("what is mounted at rootfs/%s is unmounted, never removed", (below) => {
    const snapshot = path.join(directory, "snapshot");
    mkdirSync(snapshot);
    writeFileSync(path.join(snapshot, "precious"), "x");
    const bundle = createBundle(places(), task);
    const target = path.join(bundle.path, "rootfs", below);
    mkdirSync(target, { recursive: true });
    mount({ type: "bind", source: snapshot, options: ["rbind", "rw"] }, target);
    removeBundle(places(), bundle);
    expect(readFileSync(path.join(snapshot, "precious"), "utf8")).toBe("x");
    expect(mountedUnder(directory)).toEqual([]);
    expect(readdirSync(path.join(places().state, "ns"))).toEqual([]);
    expect(readdirSync(path.join(places().root, "ns"))).toEqual([]);
  });

  test("a start finds bundles, and removes what was half made or half removed", () => {
    const bundle = createBundle(places(), task);
    for (const name of ["empty", ".c0"]) mkdirSync(path.join(places().state, "ns", name));
    writeFileSync(path.join(places().state, "ns", ".c0", "config.json"), "");
    mkdirSync(path.join(places().root, "ns", "orphan"));
    expect(findBundles(places())).toEqual([bundle]);
    expect(readdirSync(path.join(places().state, "ns"))).toEqual(["c1"]);
    expect(readdirSync(path.join(places().root, "ns"))).toEqual(["c1"]);
    expect(existsSync(path.join(bundle.path, "work"))).toBe(true);
  });
});

describe("what a shim's start prints", () => {
  const result = containerd.runtime.bootstrap.v1.BootstrapResult.encode({ version: 3, address: "unix:///s", protocol: "ttrpc" }).finish();
  test.each<[string, Uint8Array, object]>([
    ["protobuf", result, { version: 3, address: "unix:///s", protocol: "ttrpc" }],
    ["JSON", Buffer.from('{"version":2,"address":"unix:///s","protocol":"ttrpc"}\n'), { version: 2, address: "unix:///s", protocol: "ttrpc" }],
    ["an address", Buffer.from("unix:///run/s\n"), { version: 2, address: "unix:///run/s", protocol: "ttrpc" }],
  ])("%s", (_name, output, expected) => {
    expect(parseBootstrap(output)).toEqual(expected);
  });

  test.each(["", "{", "{}", '{"version":1,"address":"unix:///s"}', "two words", "\u0001"])("%j is no address", (output) => {
    expect(() => parseBootstrap(Buffer.from(output))).toThrow("shim printed no address");
  });

  test.each([
    ["unix:///run/s", "/run/s"],
    ["/run/s", "/run/s"],
    ["containerd-shim/abc.sock", "\0containerd-shim/abc.sock"],
    ["ttrpc+unix:///run/s", "/run/s"],
  ])("%s is the socket %j", (address, socket) => {
    expect(endpointOf({ version: 2, address, protocol: "ttrpc" })).toEqual({ protocol: "ttrpc", socket });
  });

  test.each([
    ["ttrpc", "vsock://3:1024", 3, 'failed to create TTRPC connection: vsock is not supported (shim address "vsock://3:1024"; shims are reached by unix://)'],
    ["grpc", "hvsock:///s:1024", 3, /^failed to create GRPC connection: hvsock is not supported/],
    ["ttrpc", "tcp://127.0.0.1:1", 3, /^failed to create TTRPC connection: unsupported protocol: tcp/],
    ["http", "unix:///s", 3, 'unexpected protocol: "http"'],
    ["grpc", "unix:///s", 2, "containerd client supports only v3 GRPC task service (got 2)"],
  ])("%s at %s is refused as an unknown error, in words", (protocol, address, version, text) => {
    expect(() => endpointOf({ version, address, protocol })).toThrow(text);
    expect(errorClassOf(catchError(() => endpointOf({ version, address, protocol })))).toBe("unknown");
  });

  test("gRPC has its address with a scheme or without", () => {
    for (const address of ["unix:///run/s", "/run/s", "grpc+unix:///run/s"]) expect(endpointOf({ version: 3, address, protocol: "GRPC" })).toEqual({ protocol: "grpc", socket: "/run/s" });
  });

  test("is kept in the bundle; a shim of 1.x left its address alone", () => {
    const bootstrap = { version: 3, address: "unix:///s", protocol: "ttrpc" };
    writeBootstrap(directory, bootstrap);
    expect(readBootstrap(directory)).toEqual(bootstrap);
    rmSync(path.join(directory, "bootstrap.json"));
    expect(readBootstrap(directory)).toBeUndefined();
    writeFileSync(path.join(directory, "address"), "unix:///old\n");
    expect(readBootstrap(directory)).toEqual({ version: 2, address: "unix:///old", protocol: "ttrpc" });
  });
});

function catchError(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
