import { execFile } from "node:child_process";
import { closeSync, ftruncateSync, openSync, fsyncSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { invalidArgument, messageOf, unknownError } from "@stevedore/errors";
import { isSystemError, linkDescriptor, type Mount } from "@stevedore/linux";
import { withAllowedPlace } from "./allowed-root.ts";

const PREFIX = "X-containerd.mkfs.";
const O_RDWR_TMPFILE = 0o2 | 0o20200000;

interface WantedFileSystem {
  size: number;
  type: string;
  uuid: string;
}

/**
 * Makes the mount's source a file with an empty file system, unless it is there, as options `X-containerd.mkfs.size=`,
 * `fs=` (ext4, ext3, ext2, xfs) and `uuid=` say, and takes these options away. The file appears complete or not at all.
 */
export async function makeFileSystem(mount: Mount, roots: readonly string[]): Promise<Mount> {
  const { source } = mount;
  await withAllowedPlace(roots, source, "mkfs", async (place) => {
    const wanted = parseOptions(mount.options);
    if (place.mode !== undefined) return;
    const file = openSync(path.dirname(place.path), O_RDWR_TMPFILE, 0o640);
    try {
      ftruncateSync(file, wanted.size);
      await format(file, wanted, source);
      fsyncSync(file);
      linkDescriptor(file, place.path);
    } catch (error) {
      // Somebody else has made it: it is there.
      if (!isSystemError(error, "EEXIST")) throw error;
    } finally {
      closeSync(file);
    }
  });
  return { ...mount, options: mount.options.filter((option) => !option.startsWith(PREFIX)) };
}

function parseOptions(options: readonly string[]): WantedFileSystem {
  const wanted: WantedFileSystem = { size: 0, type: "ext4", uuid: "" };
  for (const option of options) {
    if (!option.startsWith(PREFIX)) continue;
    const [, key, value = "true"] = /^([^=]*)(?:=(.*))?$/s.exec(option.slice(PREFIX.length)) ?? [];
    if (key === "size") wanted.size = parseSize(value);
    else if (key === "fs") wanted.type = value;
    else if (key === "uuid") wanted.uuid = value;
    else throw invalidArgument(`unknown mount option ${key}`, { hint: `${PREFIX} has size, fs and uuid` });
  }
  if (wanted.size === 0) throw invalidArgument("mkfs requires mkfs.size option", { hint: `${PREFIX}size=64MiB` });
  if (!["ext2", "ext3", "ext4", "xfs"].includes(wanted.type)) throw invalidArgument(`unsupported filesystem ${JSON.stringify(wanted.type)}`, { hint: "ext2, ext3, ext4, xfs" });
  if (wanted.uuid !== "" && !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(wanted.uuid)) throw invalidArgument(`mkfs uuid ${JSON.stringify(wanted.uuid)} is none`);
  return wanted;
}

/** Bytes; units of 1024, with or without `i` and `B`: as docker's units.RAMInBytes. @throws Unknown for what is no size */
export function parseSize(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i.exec(text) ?? [];
  const size = Math.floor(Number(number) * 1024 ** ["", "k", "m", "g", "t", "p"].indexOf(unit.toLowerCase()));
  if (!Number.isSafeInteger(size)) throw unknownError(`bad option size: invalid size: ${JSON.stringify(text)}`, { hint: "10MiB, 1g, 4096" });
  return size;
}

async function format(file: number, { type, uuid }: WantedFileSystem, source: string): Promise<void> {
  const own = `/proc/${process.pid}/fd/${file}`;
  const id = type === "xfs" ? ["-m", `uuid=${uuid}`] : ["-U", uuid];
  try {
    await promisify(execFile)(`mkfs.${type}`, ["-q", ...(uuid === "" ? [] : id), own]);
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: unknown };
    const why = code === "ENOENT" ? "it is not installed" : (stderr ?? "").trim() || messageOf(error);
    throw unknownError(`failed format ${JSON.stringify(source)}: mkfs.${type} failed: ${why}`, { cause: error });
  }
}
