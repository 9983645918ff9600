import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { defaultHostConfig, loadHostConfig, migrateConfigFile, printConfig, printDefaultConfig, printSettings, renderConfigDocs } from "../mod.ts";
import { createFiles } from "./files.ts";

test("config default, read again, is the default, without a warning", async () => {
  using files = createFiles();
  const { config, warnings } = await loadHostConfig({ file: files.write("config.toml", printDefaultConfig()) });
  expect(warnings).toEqual([]);
  expect(config).toEqual(defaultHostConfig());
});

const SETTINGS = `
version = 2
root = "/r"
oom_score = -5
[grpc]
  address = "/x.sock"
[plugins."io.containerd.gc.v1.scheduler"]
  schedule_delay = "1m30s"
[plugins."io.containerd.transfer.v1.local"]
  unpack_config = [{ platform = "linux/arm64", snapshotter = "native" }]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "pause \\"3\\""
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = true
[stevedore.nats]
  url = "nats://h:1"
`;

test("config dump, read again, is the same configuration with the same warnings", async () => {
  using files = createFiles();
  const first = await loadHostConfig({ file: files.write("config.toml", SETTINGS) });
  const second = await loadHostConfig({ file: files.write("dump.toml", printConfig(first.config, first.matches)) });
  expect(second.config).toEqual(first.config);
  expect(second.warnings.length).toBe(first.warnings.length);
  expect(first.warnings.length).toBe(3);
});

test("config migrate prints what the file sets, in the current version", async () => {
  using files = createFiles();
  const { settings, imports } = await migrateConfigFile(files.write("config.toml", `imports = ["a.toml"]\n${SETTINGS.trimStart()}`));
  expect(printSettings(settings, imports)).toBe(`version = 4
imports = ["a.toml"]
root = "/r"
oom_score = -5

[plugins."io.containerd.gc.v1.scheduler"]
  schedule_delay = "1m30s"

[plugins."io.containerd.transfer.v1.local"]
  unpack_config = [{ platform = "linux/arm64", snapshotter = "native" }]

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "pause \\"3\\""

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  SystemdCgroup = true

[plugins."io.containerd.server.v1.grpc"]
  address = "/x.sock"

[stevedore.nats]
  url = "nats://h:1"
`);
});

test("docs/config.md is what the table of keys says (npm run generate)", () => {
  expect(readFileSync(path.join(import.meta.dirname, "../../../docs/config.md"), "utf8")).toBe(renderConfigDocs());
});
