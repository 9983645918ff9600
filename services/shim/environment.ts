import path from "node:path";
import type { PluginConfig } from "@stevedore/config";

const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
// What a runtime or a hook may need from whoever started the host; everything else stays with us.
const PASSED_ON = ["HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "TMPDIR", "LANG"];

/** The environment of runtimes, their hooks and monitors: a PATH that has the system's directories, and what the configuration adds. */
export function runtimeEnvironment(own: NodeJS.ProcessEnv, { runtimeOptPath, shim }: Pick<PluginConfig, "runtimeOptPath" | "shim">): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of PASSED_ON) if (own[name] !== undefined) env[name] = own[name];
  const places = [path.join(runtimeOptPath, "bin"), ...(own["PATH"] ?? "").split(":"), ...SYSTEM_PATH.split(":")];
  env["PATH"] = [...new Set(places.filter((place) => path.isAbsolute(place)))].join(":");
  for (const entry of shim.env) {
    const equals = entry.indexOf("=");
    if (equals > 0) env[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  return env;
}
