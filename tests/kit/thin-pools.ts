import { execFileSync } from "node:child_process";
import { closeSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { attachLoop, findExecutable } from "@stevedore/linux";

const PROGRAMS = `${process.env["PATH"]}:/usr/sbin:/sbin`;
const MIB = 2 ** 20;
const SECTOR = 512;
const BLOCK_SECTORS = 128;
let made = 0;

/** A thin pool on files of a directory; disposing removes it, and every device of it. */
export interface TestPool extends Disposable {
  name: string;
  /** Names of its active devices. */
  devices(): string[];
}

/** Why there are no thin pools here; undefined where there are. */
export function whyNoThinPools(): string | undefined {
  if (process.getuid?.() !== 0) return "needs root";
  // Not by /dev/mapper/control: dmsetup makes that wherever it is called.
  if (!/\bdevice-mapper$/m.test(readFileSync("/proc/misc", "utf8"))) return "this kernel has no device mapper (tests/vm has one)";
  return ["dmsetup", "mkfs.ext4"].map((program) => (findExecutable(program, PROGRAMS) === undefined ? `${program} is not installed` : undefined)).find((why) => why !== undefined);
}

export function dmsetup(...args: string[]): string {
  return execFileSync(findExecutable("dmsetup", PROGRAMS) ?? "dmsetup", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...(!existsSync("/run/udev/control") && { DM_DISABLE_UDEV: "1" }) } });
}

export function makeThinPool(directory: string, { megabytes = 2048, whenFull = "queue_if_no_space" } = {}): TestPool {
  const name = `stevedore-test-${process.pid}-${++made}`;
  const [data, metadata] = [megabytes, 16].map((size, index) => {
    const file = path.join(directory, `${name}-${index}`);
    writeFileSync(file, "");
    truncateSync(file, size * MIB);
    return { file, loop: attachLoop(file, { autoclear: true }) };
  });
  dmsetup("create", name, "--table", `0 ${(megabytes * MIB) / SECTOR} thin-pool ${metadata!.loop.path} ${data!.loop.path} ${BLOCK_SECTORS} 0 ${whenFull === "queue_if_no_space" ? "1" : `2 ${whenFull}`} skip_block_zeroing`);
  for (const { loop, file } of [data!, metadata!]) {
    closeSync(loop.descriptor);
    rmSync(file);
  }
  const devices = (): string[] => dmsetup("ls").split("\n").map((line) => line.split("\t")[0]!).filter((device) => device.startsWith(`${name}-`));
  return {
    name,
    devices,
    [Symbol.dispose]() {
      for (const device of [...devices(), name]) dmsetup("remove", "--retry", device);
    },
  };
}
