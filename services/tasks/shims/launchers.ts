import path from "node:path";
import { containerd, packAny, type google } from "@stevedore/api";
import type { HostConfig } from "@stevedore/config";
import type { Logger } from "@stevedore/log";
import { endpointOf, type Bootstrap } from "./bootstrap.ts";
import type { Bundle } from "./bundle.ts";
import { attachShared, createForeignShim } from "./foreign-shim.ts";
import { createOwnShim, OWN_SHIM_BINARY, OWN_SHIM_PATH, type OwnShimDeps } from "./own-shim.ts";
import { resolveRuntime } from "./runtime-name.ts";
import { findInfo, type ShimEnvironment } from "./shim-binary.ts";
import type { Shim, ShimLauncher } from "./shim.ts";

export interface LaunchersDeps {
  config: HostConfig;
  shim: OwnShimDeps;
  log: Logger;
}

/** Which kind of shim runs what. */
export interface Launchers {
  /** For a runtime's name, or the path of a shim binary. @throws Unknown when it is not installed */
  forRuntime(runtime: string): ShimLauncher;
  /** What a runtime's shim says of itself, for a client's options. @throws Unknown */
  info(runtime: string, options: google.protobuf.IAny | undefined, signal: AbortSignal): Promise<containerd.types.RuntimeInfo>;
  /** For a bundle, by its `shim-binary-path`; undefined when it has none. */
  ofBundle(binary: string | undefined): ShimLauncher | undefined;
  /**
   * The shim of a sandbox, for the bundle of one of its tasks; it is not ended with the task while `isHeld`.
   * @throws Unknown for another transport than a unix socket
   */
  shared(request: { bundle: Bundle; bootstrap: Bootstrap; isHeld(): boolean }): Promise<Shim>;
}

export function createLaunchers({ config, shim, log }: LaunchersDeps): Launchers {
  const environment = createEnvironment(config);
  const own = createOwnShim(shim);
  const foreign = new Map<string, ShimLauncher>();
  const foreignDeps = { environment, timeouts: config.timeouts, log };
  const ofBinary = (binary: string): ShimLauncher => {
    const known = foreign.get(binary) ?? createForeignShim(foreignDeps, binary);
    foreign.set(binary, known);
    return known;
  };
  return {
    forRuntime(runtime) {
      const resolved = resolveRuntime(runtime, { searchPath: environment.env["PATH"] ?? "" });
      return resolved.kind === "own" ? own : ofBinary(resolved.path);
    },
    async info(runtime, options, signal) {
      const resolved = resolveRuntime(runtime, { searchPath: environment.env["PATH"] ?? "" });
      if (resolved.kind === "binary") return findInfo(resolved.path, options, signal);
      const binaryName = config.stevedore.runtime;
      // What the host is configured with is known to its shim, not to the program that is asked.
      const standard = binaryName === undefined ? undefined : packAny("containerd.runc.v1.Options", containerd.runc.v1.Options, { binaryName });
      const info = await findInfo(OWN_SHIM_PATH, options ?? standard, signal);
      if (options === undefined) info.options = null;
      return info;
    },
    ofBundle(binary) {
      if (binary === undefined) return undefined;
      return path.basename(binary) === OWN_SHIM_BINARY ? own : ofBinary(binary);
    },
    shared: async (request) => (endpointOf(request.bootstrap).socket === shim.socket ? own.load(request.bundle) : attachShared(foreignDeps, request)),
  };
}

function createEnvironment({ address, ttrpcAddress, logLevel, plugins }: HostConfig): ShimEnvironment {
  const configured = plugins.shim.env.filter((entry) => entry.includes("=")).map((entry): [string, string] => {
    const equals = entry.indexOf("=");
    return [entry.slice(0, equals), entry.slice(equals + 1)];
  });
  const PATH = `${path.join(plugins.runtimeOptPath, "bin")}:${process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"}`;
  return { address, ttrpcAddress, logLevel, socketDir: plugins.shim.socketDir, env: { ...Object.fromEntries(configured), PATH } };
}
