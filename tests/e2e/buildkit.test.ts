import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BUILDCTL, BUILDKITD, busyboxImage, eventually, goClient, must, pushLayout, run, start, startHost, startRegistry, tempDir } from "../kit/mod.ts";

test("BuildKit 0.31 builds with a host of ours as its worker, from a registry's image and from scratch", async ({ skip }) => {
  const [daemon, client] = [await goClient(BUILDKITD), await goClient(BUILDCTL)];
  if ("skip" in daemon) return skip(daemon.skip);
  if ("skip" in client) return skip(client.skip);
  await using registry = await startRegistry();
  await using host = await startHost();
  await using dir = await tempDir("buildkit");
  const image = await pushLayout(registry, await busyboxImage(), "busybox");
  const address = `unix://${dir.path}/buildkit.sock`;
  await writeFile(join(dir.path, "buildkitd.toml"), `[registry."${registry.host}"]\n  http = true\n`);
  const worker = ["--oci-worker=false", "--containerd-worker=true", `--containerd-worker-addr=${host.address}`, `--containerd-worker-namespace=${host.namespace}`, "--containerd-worker-net=host"];
  await using buildkitd = start(daemon.path, ["--config", join(dir.path, "buildkitd.toml"), "--root", join(dir.path, "root"), "--addr", address, ...worker], { timeout: 110_000 });
  await eventually("buildkitd has a worker", async () => (await run(client.path, ["--addr", address, "debug", "workers"])).stdout.includes("linux/amd64"), 30_000);
  const context = join(dir.path, "context");
  await mkdir(context);
  await writeFile(join(context, "file"), "of the context\n");
  const build = async (name: string, dockerfile: string) => {
    await writeFile(join(context, "Dockerfile"), dockerfile);
    await must(client.path, ["--addr", address, "build", "--progress=plain", "--frontend=dockerfile.v0", `--local=context=${context}`, `--local=dockerfile=${context}`, `--output=type=image,name=${registry.host}/${name}:1,push=true`], { timeout: 60_000 });
    return `${registry.host}/${name}:1`;
  };
  const built = await build("built", `FROM ${image}\nRUN --network=none echo made > /made\nRUN test -d /sys/class/net/lo\nCOPY file /file\n`);
  expect(await host.must(["run", "--rm", built, `${host.namespace}-built`, "cat", "/made", "/file"])).toBe("made\nof the context\n");
  await build("scratch", `FROM ${built} AS first\nFROM scratch\nCOPY --from=first /bin/busybox /busybox\nENTRYPOINT ["/busybox"]\n`);
  expect(await must("skopeo", ["list-tags", "--tls-verify=false", `docker://${registry.host}/scratch`])).toContain('"1"');
  const failed = await build("failing", `FROM ${image}\nRUN exit 9\n`).catch((error: Error) => error.message);
  expect(failed).toContain("exit code: 9");
  buildkitd.kill("SIGTERM");
  await buildkitd.result();
  await host.assertNoContainers();
});
