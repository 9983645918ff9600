import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { startFaultProxy, type Registry } from "@stevedore/tests/kit";

/** A registry so far away in time. */
export interface Distance extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as it stands in image references. */
  readonly host: string;
  readonly by: "netem" | "a proxy";
}

const tc = (...args: string[]): Promise<unknown> => promisify(execFile)("tc", args);

/**
 * Puts a registry so many milliseconds away: in a virtual machine (tests/vm), whose loopback is nobody else's, by netem, which delays each packet that comes
 * from it; else by a proxy, each answer of which begins so much later.
 */
export async function startDistance(registry: Registry, delayMs: number): Promise<Distance> {
  if (process.env.STEVEDORE_VM !== "1") {
    const proxy = await startFaultProxy(registry, { delayMs });
    return { host: proxy.host, by: "a proxy", [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
  }
  const [, port = ""] = registry.host.split(":");
  const isFar = delayMs > 0;
  if (isFar) {
    await tc("qdisc", "replace", "dev", "lo", "root", "handle", "1:", "prio", "bands", "4");
    await tc("qdisc", "add", "dev", "lo", "parent", "1:4", "handle", "40:", "netem", "delay", `${delayMs}ms`, "limit", "100000");
    await tc("filter", "add", "dev", "lo", "parent", "1:", "protocol", "ip", "u32", "match", "ip", "sport", port, "0xffff", "flowid", "1:4");
  }
  return { host: registry.host, by: "netem", [Symbol.asyncDispose]: async () => void (isFar && (await tc("qdisc", "del", "dev", "lo", "root"))) };
}
