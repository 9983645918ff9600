import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where built images and pinned clients are kept between runs; git ignores it. */
export const CACHE_DIR = fileURLToPath(new URL("../../../.cache/", import.meta.url));

/** A directory made once by `build` for this name and recipe; another recipe (any JSON value) makes another directory. */
export async function cached(name: string, recipe: unknown, build: (dir: string) => Promise<void>): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
  const parent = join(CACHE_DIR, "images");
  const path = join(parent, `${name}-${key}`);
  if (existsSync(path)) return path;
  await mkdir(parent, { recursive: true });
  const building = await mkdtemp(join(parent, `.${name}-`));
  try {
    await build(building);
    await rename(building, path);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    // Another process was faster: its result is as good.
    if (!existsSync(path)) throw error;
  }
  return path;
}
