import { invalidArgument } from "@stevedore/errors";
import type { HostConfig, ProxyPluginConfig } from "./host-config.ts";
import type { Match } from "./match.ts";

const TYPES: Readonly<Record<string, ProxyPluginConfig["type"]>> = {
  snapshot: "snapshot",
  "io.containerd.snapshotter.v1": "snapshot",
  content: "content",
  "io.containerd.content.v1": "content",
};

const BUILT_IN = new Set(["blockfile", "btrfs", "devmapper", "erofs", "lazy", "native", "overlayfs"]);

/** Their names as plugins, as `required_plugins` has them. */
export function proxyUris({ proxyPlugins }: HostConfig): string[] {
  return Object.entries(proxyPlugins).map(([name, { type }]) => `io.containerd.${type === "snapshot" ? "snapshotter" : "content"}.v1.${name}`);
}

/**
 * Takes over `proxy_plugins`; returns warnings of those of kinds that are not used.
 * @throws InvalidArgument for one without an address, for a snapshotter with the name of one that this host has, and for a second content store
 */
export function applyProxyPlugins(config: HostConfig, matches: readonly Match[]): string[] {
  const written = Map.groupBy(matches.filter(({ key }) => key.path[0] === "proxy_plugins"), ({ path: [, name] }) => name!);
  const warnings: string[] = [];
  for (const [name, entries] of written) {
    const at = `${entries[0]!.origin.file}:${entries[0]!.origin.line}: proxy_plugins.${name}`;
    const value = (field: string): unknown => entries.find(({ path }) => path[2] === field)?.value;
    const type = TYPES[String(value("type") ?? "")];
    if (type === undefined) {
      warnings.push(`${at}: type ${JSON.stringify(value("type") ?? "")} is not used: "snapshot" and "content" are`);
      continue;
    }
    const address = String(value("address") ?? "").replace(/^unix:\/\//, "");
    if (!address.startsWith("/")) throw invalidArgument(`${at}: expected the path of a unix socket as address, found ${JSON.stringify(value("address") ?? "")}`);
    if (type === "snapshot" && BUILT_IN.has(name) && !config.disabledPlugins.includes(`io.containerd.snapshotter.v1.${name}`)) {
      throw invalidArgument(`${at}: this host has a snapshotter of that name`, { hint: `choose another, or add "io.containerd.snapshotter.v1.${name}" to disabled_plugins` });
    }
    const exports = Object.fromEntries(entries.flatMap(({ path, value: exported }) => (path[2] === "exports" ? [[path.slice(3).join("."), String(exported)]] : [])));
    config.proxyPlugins[name] = { type, address, exports, capabilities: (value("capabilities") as string[] | undefined) ?? [] };
  }
  unpackInto(config, matches);
  storeWith(config, matches);
  return warnings;
}

function storeWith(config: HostConfig, matches: readonly Match[]): void {
  const stores = Object.entries(config.proxyPlugins).flatMap(([name, { type }]) => (type === "content" ? [name] : []));
  const { content } = config.stevedore;
  const isChosen = matches.some(({ key: { path } }) => path.join(".") === "stevedore.content.backend");
  if (stores.length > 1) throw invalidArgument(`proxy_plugins has ${stores.length} content stores (${stores.join(", ")})`, { hint: "a host has one" });
  if (stores.length === 1 && !isChosen) content.backend = "proxy";
  if (stores.length === 0 && content.backend === "proxy") throw invalidArgument('[stevedore.content] backend = "proxy" has no proxy_plugins entry with type = "content"', { hint: "add one, with the address of a content service" });
}

// Where the file doesn't say what images are unpacked for, it is for these as well.
function unpackInto(config: HostConfig, matches: readonly Match[]): void {
  if (matches.some(({ key: { path } }) => path.at(-1) === "unpack_config")) return;
  const names = Object.entries(config.proxyPlugins).flatMap(([name, { type }]) => (type === "snapshot" ? [name] : []));
  const { unpackConfig } = config.plugins.transfer;
  const [{ platform } = { platform: "linux" }] = unpackConfig;
  unpackConfig.push(...names.map((snapshotter) => ({ platform, snapshotter })));
}
