import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { containerd } from "@stevedore/api";
import { unimplemented, unknownError } from "@stevedore/errors";

/** How a shim is reached: what its `start` prints, and what `bootstrap.json` in the bundle keeps. */
export interface Bootstrap {
  /** 2 or 3: of the task API. */
  version: number;
  address: string;
  protocol: string;
}

const FILE = "bootstrap.json";
const NEWEST_VERSION = 3;
const { BootstrapResult } = containerd.runtime.bootstrap.v1;

/**
 * Reads what a shim's `start` printed: a BootstrapResult in protobuf (2.3), JSON (2.0 on), or a bare address.
 * @throws Unknown for output that is none of these, Unimplemented for a version to come
 */
export function parseBootstrap(output: Uint8Array): Bootstrap {
  const bootstrap = parseText(Buffer.from(output).toString().trim()) ?? parseBinary(output);
  if (bootstrap === undefined || bootstrap.address === "") {
    throw unknownError(`shim printed no address: ${JSON.stringify(Buffer.from(output).toString().slice(0, 512))}`);
  }
  if (bootstrap.version > NEWEST_VERSION) throw unimplemented(`unsupported shim version: ${bootstrap.version}`);
  return bootstrap;
}

// A protobuf message holds control characters: field tags and lengths. Text that a shim prints holds none.
function parseText(text: string): Bootstrap | undefined {
  if (/[^\x20-\x7e\s]/.test(text)) return undefined;
  if (!text.startsWith("{")) return { version: 2, address: isAddress(text) ? text : "", protocol: "ttrpc" };
  try {
    const { version, address, protocol } = JSON.parse(text) as Partial<Bootstrap>;
    if (version === undefined || version < 2) return undefined;
    return { version, address: address ?? "", protocol: protocol || "ttrpc" };
  } catch {
    return undefined;
  }
}

// Abstract sockets have bare names; whatever has blanks in it is talk, not an address.
function isAddress(text: string): boolean {
  return /^\S+$/.test(text);
}

function parseBinary(output: Uint8Array): Bootstrap | undefined {
  try {
    const { version, address, protocol } = BootstrapResult.decode(output);
    return { version, address, protocol: protocol || "ttrpc" };
  } catch {
    return undefined;
  }
}

/** How a shim is talked to. */
export interface Endpoint {
  protocol: "ttrpc" | "grpc";
  /** A unix socket, as `node:net` takes it: a leading NUL makes it abstract. */
  socket: string;
}

/**
 * The endpoint of a bootstrap. An address is `unix:///path`, a path, or, of shims of the 1.x days, a bare name: an abstract socket.
 * @throws Unknown as where containerd can't connect, for what is no protocol and for sockets of virtual machines (vsock, hvsock)
 */
export function endpointOf({ version, address, protocol: named }: Bootstrap): Endpoint {
  const protocol = named.toLowerCase();
  if (protocol !== "ttrpc" && protocol !== "grpc") throw unknownError(`unexpected protocol: ${JSON.stringify(named)}`);
  if (protocol === "grpc" && version !== NEWEST_VERSION) throw unknownError(`containerd client supports only v3 GRPC task service (got ${version})`);
  const bare = address.replace(/^(ttrpc|grpc)\+/, "");
  const refuse = (reason: string): never => {
    throw unknownError(`failed to create ${protocol.toUpperCase()} connection: ${reason} (shim address ${JSON.stringify(address)}; shims are reached by unix://)`);
  };
  const [, scheme, rest] = /^([a-z+]+):\/\/(.*)$/.exec(bare) ?? [];
  if (scheme === "vsock" || scheme === "hvsock") return refuse(`${scheme} is not supported`);
  if (scheme !== undefined && scheme !== "unix") return refuse(`unsupported protocol: ${scheme}`);
  if (scheme === "unix" || bare.startsWith("/")) return { protocol, socket: rest ?? bare };
  if (protocol === "grpc") return refuse("an abstract socket is not supported");
  return { protocol, socket: `\0${bare}` };
}

/** An endpoint as sandbox controllers tell it: `ttrpc+unix:///run/x.sock`. */
export function formatEndpoint({ protocol, address }: Bootstrap): string {
  return `${protocol}+${address}`;
}

/** The reverse. @throws Unknown */
export function parseEndpoint(endpoint: string, version: number): Bootstrap {
  const plus = endpoint.indexOf("+");
  if (plus === -1) {
    throw unknownError("the scheme of sandbox address should be in the form of <protocol>+<unix|vsock|tcp>, i.e. ttrpc+unix or grpc+vsock");
  }
  return { version, protocol: endpoint.slice(0, plus), address: endpoint.slice(plus + 1) };
}

/** Keeps a bootstrap in the bundle, in containerd's own format. */
export function writeBootstrap(bundlePath: string, bootstrap: Bootstrap): void {
  const file = path.join(bundlePath, FILE);
  writeFileSync(`${file}.new`, JSON.stringify(bootstrap), { mode: 0o644 });
  renameSync(`${file}.new`, file);
}

/** The bootstrap of a bundle; a shim of containerd 1.x left its bare address instead. */
export function readBootstrap(bundlePath: string): Bootstrap | undefined {
  const json = readIfThere(path.join(bundlePath, FILE));
  if (json !== undefined) return JSON.parse(json) as Bootstrap;
  const address = readIfThere(path.join(bundlePath, "address"));
  return address === undefined ? undefined : { version: 2, address: address.trim(), protocol: "ttrpc" };
}

const BINARY_FILE = "shim-binary-path";

export function writeShimBinary(bundlePath: string, binary: string): void {
  writeFileSync(path.join(bundlePath, BINARY_FILE), binary, { mode: 0o600 });
}

export function readShimBinary(bundlePath: string): string | undefined {
  return readIfThere(path.join(bundlePath, BINARY_FILE));
}

const SANDBOX_FILE = "sandbox";

/** Says whose shim the bundle's task uses: it was reached through its sandbox, no binary was called for it. */
export function writeSandboxId(bundlePath: string, sandboxId: string): void {
  writeFileSync(path.join(bundlePath, SANDBOX_FILE), sandboxId, { mode: 0o600 });
}

export function readSandboxId(bundlePath: string): string | undefined {
  return readIfThere(path.join(bundlePath, SANDBOX_FILE));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
