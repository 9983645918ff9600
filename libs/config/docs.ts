import type { Key } from "./key.ts";
import { defaultHostConfig } from "./host-config.ts";
import { KEYS } from "./keys/mod.ts";
import { formatPath } from "./setting.ts";

const INTRODUCTION = `# Configuration

\`stevedore up --config FILE\` and \`containerd --config FILE\` read containerd's \`config.toml\`. Versions 2, 3 and 4 are understood, and version 1, which is
a file without a \`version\`; older ones are migrated when they are read, and \`bin/containerd --config FILE config migrate\` prints the result. \`bin/containerd
config default\` prints every key that has an effect with its default, \`config dump\` what is in effect. \`bin/containerd\` reads \`/etc/containerd/config.toml\` where no
file is named and that one exists; \`stevedore up\` then takes the defaults.

Flags win over the file, the file over the defaults. \`imports\` is a list of files to read afterwards: relative to the file, \`*\` stands for any name. What they set
replaces what was set before; lists outside of plugins are united; entries of \`proxy_plugins\`, \`stream_processors\` and \`timeouts\` are replaced whole. An
imported file's version may not be newer than that of the file that is read first.

A value of the wrong kind stops the start, with file, line and what would be right. An unknown key gives a warning with its line and the nearest known key. A key of
containerd that is known, but not supported yet, gives one warning when its value asks for something that isn't done.

Durations are written as in containerd: \`"250ms"\`, \`"1m30s"\`.
`;

/** docs/config.md: written by \`npm run generate\`, held against the table by a test. */
export function renderConfigDocs(): string {
  // Of entries with names of their own no single field is set, and they act.
  const acts = ({ field, path }: Key): boolean => field !== undefined || path[0] === "stream_processors" || (path[0] === "proxy_plugins" && path[2] !== "platform");
  const acting = KEYS.filter(acts);
  const own = acting.filter(({ path }) => path[0] === "stevedore");
  const containerds = acting.filter(({ path }) => path[0] !== "stevedore");
  const known = KEYS.filter((key) => !acts(key));
  return [
    INTRODUCTION,
    "## Keys of containerd that act\n",
    renderTable(containerds, true),
    "## Keys of our own\n",
    renderTable(own, true),
    "## Keys that are known, without effect\n",
    renderTable(known, false),
  ].join("\n");
}

function renderTable(keys: readonly Key[], withDefaults: boolean): string {
  const config = defaultHostConfig();
  const header = withDefaults ? "| key | takes | default | what it does |\n|---|---|---|---|\n" : "| key | takes | why it has no effect |\n|---|---|---|\n";
  const rows = keys.map(({ path, type, doc, field }) => {
    const cells = [`\`${formatPath(path).replaceAll('"*"', "*").replaceAll('"**"', "**")}\``, type.name, ...(withDefaults ? [field === undefined ? "" : `\`${JSON.stringify(portable(field.get(config)))}\``] : []), doc];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  });
  return header + rows.join("");
}

// The page must not depend on the machine that writes it.
function portable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/linux\/[a-z0-9]+/g, "linux/amd64"));
}
