import { existsSync, realpathSync } from "node:fs";
import { arch } from "node:os";
import path from "node:path";
import { CACHE_DIR } from "../kit/images/cache.ts";
import { isInstalled } from "../kit/process.ts";

/** What `fetch-kernel` has brought. */
export interface Kernel {
  program: string;
  modules: string;
}

/** Debian's kernel for a virtual machine, or why there can be none here. */
export async function findKernel(): Promise<Kernel | { skip: string }> {
  if (process.env["STEVEDORE_VM"] === "1") return { skip: "this is a virtual machine of the tests already" };
  if (arch() !== "x64") return { skip: `User Mode Linux is for x86_64, and this is ${arch()}` };
  if (process.getuid?.() !== 0) return { skip: "virtual machines of the tests are for root" };
  if (!(await isInstalled("mkfs.ext4"))) return { skip: "no mkfs.ext4: apt-get install e2fsprogs" };
  const link = path.join(CACHE_DIR, "vm/kernel");
  if (!existsSync(link)) return { skip: "no kernel for virtual machines: tests/vm/fetch-kernel brings Debian's User Mode Linux" };
  const directory = realpathSync(link);
  return { program: path.join(directory, "linux"), modules: path.join(directory, "modules") };
}
