import { join } from "node:path";
import { isInstalled, run } from "../process.ts";
import { tempDir } from "../temp.ts";
import { cached } from "./cache.ts";
import { createLayout } from "./layout.ts";

/** A Debian root file system (debootstrap's minbase) in one layer. Returns its OCI layout, or why it can't be made here. */
export async function debianImage(): Promise<{ layout: string } | { skip: string }> {
  if (!(await isInstalled("debootstrap"))) return { skip: "debootstrap is not installed" };
  const source = await mirror();
  if (!source) return { skip: "apt has no Debian mirror" };
  try {
    const layout = await cached("debian", { source, version: 1 }, (dir) => build(dir, source));
    return { layout };
  } catch (error) {
    return { skip: `no Debian root file system from ${source.site}: ${(error as Error).message.split("\n")[0]}` };
  }
}

interface Mirror {
  site: string;
  codename: string;
}

// The first archive that apt itself is set up for, so that a machine behind a mirror of its own works.
async function mirror(): Promise<Mirror | undefined> {
  const format = "$(ORIGIN) $(SITE) $(CODENAME)";
  const targets = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]);
  const line = targets.stdout.split("\n").find((text) => /^Debian \S+ [a-z]+$/.test(text));
  const [, site, codename] = line?.split(" ") ?? [];
  return site && codename ? { site, codename } : undefined;
}

async function build(dir: string, { site, codename }: Mirror): Promise<void> {
  await using work = await tempDir("debian");
  const root = join(work.path, "root");
  const made = await run("debootstrap", ["--variant=minbase", codename, root, site], { timeout: 300_000 });
  if (made.exitCode !== 0) throw new Error(made.stdout.trim().split("\n").at(-1) ?? "debootstrap failed");
  const file = join(work.path, "layer.tar");
  const packed = await run("tar", ["--format=pax", "--xattrs", "--xattrs-include=*", "--numeric-owner", "--exclude=./var/cache/apt/archives/*.deb", "-cf", file, "-C", root, "."], { timeout: 120_000 });
  if (packed.exitCode !== 0) throw new Error(`tar failed: ${packed.stderr}`);
  const layout = await createLayout(dir);
  await layout.finish(await layout.addImage({ layers: [{ file }], config: { Env: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"], Cmd: ["bash"] } }));
}
