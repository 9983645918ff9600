import { execFileSync } from "node:child_process";
import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, truncateSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { makeDevice, mkfifo, mknod, S_IFBLK, S_IFCHR, setTimes, setXattr } from "@stevedore/linux";
import { isRoot } from "./kit.ts";

const CAPABILITY = Buffer.from("0100000200200000000000000000000000000000", "hex");

/** A tree with one of everything that a layer can hold. */
export function makeTree(root: string): void {
  const at = (name: string): string => path.join(root, name);
  mkdirSync(at("etc/deep/er"), { recursive: true });
  writeFileSync(at("etc/plain"), "plain\n", { mode: 0o640 });
  writeFileSync(at("empty"), "");
  writeFileSync(at("big"), Buffer.alloc(3_000_001, "x"));
  writeFileSync(at(`etc/deep/${"long-".repeat(40)}name`), "long");
  writeFileSync(Buffer.concat([Buffer.from(at("latin1-")), Buffer.from([0xe9])]), "not UTF-8");
  writeFileSync(at("ünïcode"), "utf-8");
  linkSync(at("etc/plain"), at("hard link"));
  symlinkSync("etc/plain", at("symlink"));
  symlinkSync("/nowhere/".padEnd(180, "x"), at("long symlink"));
  mkfifo(at("fifo"), 0o600);
  execFileSync("chmod", ["4755", at("empty")]);
  execFileSync("chmod", ["2775", at("etc/deep")]);
  execFileSync("chmod", ["1777", at("etc/deep/er")]);
  const sparse = openSync(at("sparse"), "w");
  writeSync(sparse, "start", 0);
  writeSync(sparse, "middle", 5 << 20);
  closeSync(sparse);
  truncateSync(at("sparse"), 9 << 20);
  setTimes(at("etc/plain"), { seconds: 1, nanoseconds: 0 }, { seconds: 1_234_567_890, nanoseconds: 123_456_789 });
  setTimes(at("symlink"), { seconds: 1, nanoseconds: 0 }, { seconds: 1_111_111_111, nanoseconds: 1 });
  utimesSync(at("etc/deep"), 1_000_000_000, 1_000_000_000);
  if (!isRoot) return;
  mknod(at("null"), S_IFCHR | 0o666, makeDevice(1, 3));
  mknod(at("disk"), S_IFBLK | 0o660, makeDevice(259, 65_537));
  writeFileSync(at("owned"), "owned");
  execFileSync("chown", ["-h", "1000:4294967294", at("owned"), at("etc/deep/er"), at("symlink")]);
  writeFileSync(at("ping"), "capable", { mode: 0o755 });
  setXattr(at("ping"), "security.capability", CAPABILITY);
  setXattr(at("etc/plain"), "user.bytes", Buffer.from([0, 0x3d, 0x0a, 0xff]));
  setXattr(at("etc"), "user.directory", Buffer.from("yes"));
}
