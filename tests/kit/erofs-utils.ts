import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findExecutable } from "@stevedore/linux";
import { CACHE_DIR } from "./images/cache.ts";

/** The directory of a mkfs.erofs that reads archives, as a stock containerd's erofs differ wants: this machine's, or what `fetch-erofs-utils` has brought. */
export function newErofsUtils(): { path: string } | { skip: string } {
  const fetched = join(CACHE_DIR, "erofs-utils");
  if (existsSync(join(fetched, "mkfs.erofs"))) return { path: fetched };
  const own = findExecutable("mkfs.erofs", `${process.env["PATH"]}:/usr/sbin:/sbin`);
  if (own !== undefined && execFileSync(own, ["--help"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).includes("--tar=")) return { path: join(own, "..") };
  return { skip: "no mkfs.erofs with --tar (erofs-utils 1.7), which containerd's differ wants: tests/kit/fetch-erofs-utils brings Debian 13's" };
}
