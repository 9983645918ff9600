import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { busyboxImage, pushLayout, run, startHost, startRegistry } from "../kit/mod.ts";

const home = fileURLToPath(new URL("../../", import.meta.url));
const pages = ["README.md", "CONTRIBUTING.md", "docs/*.md", "services/*/README.md", "libs/*/README.md", "tests/README.md", "bench/README.md", "bin/README.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: home }))
  .toSorted();

describe("the README's commands", () => {
  // A block marked ```sh test is run as it stands, with $IMAGE in a registry and CONTAINERD_ADDRESS of a host.
  const blocks = [...readFileSync(join(home, "README.md"), "utf8").matchAll(/^```sh test\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "");

  test("work as they stand", async ({ skip }) => {
    if (blocks.length === 0) return skip("README.md marks no block with ```sh test");
    await using registry = await startRegistry();
    await using host = await startHost();
    const image = await pushLayout(registry, await busyboxImage(), "busybox");
    const env = { CONTAINERD_ADDRESS: host.address, CONTAINERD_NAMESPACE: host.namespace, IMAGE: image, STATE: host.state };
    const result = await run("sh", ["-euc", blocks.join("\n")], { cwd: home, env, timeout: 120_000 });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });
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
