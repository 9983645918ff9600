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
  expect(first.warnings.length).toBe(2);
});

test("config migrate prints what the file sets, in the current version", async () => {
  using files = createFiles();
  const { settings, imports } = await migrateConfigFile(files.write("config.toml", `imports = ["a.toml"]\n${SETTINGS.trimStart()}`));
  expect(printSettings(settings, imports)).toBe(`version = 4
imports = ["a.toml"]
# persistent state
root = "/r"
# what the processes' \`oom_score_adj\` is set to; 0: it is left as it is. The shim's is one more
oom_score = -5

[plugins."io.containerd.server.v1.grpc"]
  # the public gRPC socket; \`STATE/containerd.sock\` when not set
  address = "/x.sock"

[plugins."io.containerd.gc.v1.scheduler"]
  # from the trigger to the run
  schedule_delay = "1m30s"

[plugins."io.containerd.transfer.v1.local"]
  # what pulled images are unpacked for
  unpack_config = [{ platform = "linux/arm64", snapshotter = "native" }]

[stevedore.nats]
  # a NATS server with JetStream to use instead of starting one
  url = "nats://h:1"

[plugins."io.containerd.cri.v1.images".pinned_images]
  sandbox = "pause \\"3\\""

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
  SystemdCgroup = true
`);
});

test("the defaults are what config migrate makes of them", async () => {
  using files = createFiles();
  const defaults = printDefaultConfig();
  const { settings, imports } = await migrateConfigFile(files.write("default.toml", defaults));
  expect(printSettings(settings, imports)).toBe(defaults);
});

test("docs/config.md is what the table of keys says (npm run generate)", () => {
  expect(readFileSync(path.join(import.meta.dirname, "../../../docs/config.md"), "utf8")).toBe(renderConfigDocs());
});
