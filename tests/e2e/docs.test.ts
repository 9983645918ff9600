import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { pushDemoChart } from "../../bin/cli/start/demo-chart.ts";
import { busyboxImage, processesOf, pushLayout, run, startHost, startRegistry, startS3Server, STEVEDORE, tempDir, whyNoS3 } from "../kit/mod.ts";

const home = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["README.md", "CONTRIBUTING.md", "docs/*.md", "services/*/README.md", "libs/*/README.md", "tests/README.md", "bench/README.md", "bin/README.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: home }))
  .toSorted();

describe("the README's commands", () => {
  // A block marked ```sh test is run as it stands, with $IMAGE and a chart in a registry, and CONTAINERD_ADDRESS of a host. One marked
  // ```sh test S3 is run where there is an S3 server.
  const blocks = [...readFileSync(join(home, "README.md"), "utf8").matchAll(/^```sh test *(.*)\n([\s\S]*?)^```/gm)].map(([, needs = "", text = ""]) => ({ needs, text }));

  test("work as they stand", async ({ skip }) => {
    if (blocks.length === 0) return skip("README.md marks no block with ```sh test");
    const noS3 = await whyNoS3();
    if (noS3 !== undefined) process.stderr.write(`the README's bucket: skipped: ${noS3}\n`);
    await using stack = new AsyncDisposableStack();
    const dir = stack.use(await tempDir("readme"));
    const registry = stack.use(await startRegistry());
    const s3 = noS3 === undefined ? stack.use(await startS3Server()) : undefined;
    await s3?.createBucket("images");
    const host = stack.use(await startHost());
    // What a block that fails has left running.
    stack.defer(async () => {
      for (const state of globSync("*/{state,plugins}", { cwd: dir.path })) await run(STEVEDORE, ["down", "--state", join(dir.path, state)]);
      for (const { pid } of processesOf({ directories: [`${dir.path}/`], namespaces: [] })) process.kill(pid, "SIGKILL");
    });
    const image = await pushLayout(registry, await busyboxImage(), "busybox");
    await pushDemoChart(dir.path, registry.host);
    const env = {
      CONTAINERD_ADDRESS: host.address, CONTAINERD_NAMESPACE: host.namespace, IMAGE: image, STATE: host.state, TMPDIR: dir.path, STEVEDORE_SHIM_GRACE_MS: "300",
      ...(s3 !== undefined && { S3: s3.endpoint, AWS_ACCESS_KEY_ID: s3.keys.accessKey, AWS_SECRET_ACCESS_KEY: s3.keys.secretKey }),
    };
    const script = blocks.filter(({ needs }) => needs === "" || needs in env).map(({ text }) => text).join("\n");
    const result = await run("sh", ["-euc", script], { cwd: home, env, timeout: 240_000 });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    for (const hello of ["a container", "a stock containerd", "my image", ...(s3 === undefined ? [] : ["a bucket"])]) expect(result.stdout).toMatch(new RegExp(`^Hello (from|before) ${hello}$`, "m"));
    expect(result.stdout).toContain("hello/Chart.yaml\n");
  }, 300_000);
});

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(home, page), "utf8");

  test("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(home, dirname(page), link)))).toEqual([]);
  });

  test("names paths of the project that exist", () => {
    // Paths with blanks, wildcards or placeholders are prose.
    const paths = [...text.matchAll(/`((?:bin|bench|docs|examples|libs|services|tests)\/[\w./-]+)`/g)].map((match) => match[1] ?? "");
    expect(paths.filter((path) => !existsSync(join(home, path)) && !existsSync(join(home, dirname(page), path)))).toEqual([]);
  });
});
