import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { check, isSystemError } from "./error.ts";
import { ioctl, withOpen } from "./ioctl.ts";

// linux/btrfs.h
const SUBVOL_CREATE = 0x5000940e;
const SNAP_DESTROY = 0x5000940f;
const INO_LOOKUP = 0xd0009412;
const SNAP_CREATE_V2 = 0x50009417;
const SUBVOL_GETFLAGS = 0x80089419;
const SUBVOL_SETFLAGS = 0x4008941a;
const READ_ONLY = 2n;
const ARGS_BYTES = 4096;
const NAME_AT = 8;
const V2_FLAGS_AT = 16;
const V2_NAME_AT = 56;
const MAX_NAME_BYTES = 255;
// Of every subvolume's own directory.
const FIRST_OBJECT = 256;

/** Makes an empty subvolume. @throws SystemError */
export function createSubvolume(directory: string): void {
  inParent(directory, (parent, name) => {
    const args = Buffer.alloc(ARGS_BYTES);
    name.copy(args, NAME_AT);
    check(ioctl(parent, SUBVOL_CREATE, args), () => `create subvolume ${directory}`);
  });
}

/** Makes `target` a snapshot of the subvolume `source`, of which it shares every block. @throws SystemError */
export function snapshotSubvolume(source: string, target: string, { readOnly = false }: { readOnly?: boolean } = {}): void {
  withOpen(source, (descriptor) =>
    inParent(target, (parent, name) => {
      const args = Buffer.alloc(ARGS_BYTES);
      args.writeBigInt64LE(BigInt(descriptor), 0);
      args.writeBigUInt64LE(readOnly ? READ_ONLY : 0n, V2_FLAGS_AT);
      name.copy(args, V2_NAME_AT);
      check(ioctl(parent, SNAP_CREATE_V2, args), () => `snapshot ${source} to ${target}`);
    }),
  );
}

/** Whether anything in a subvolume can be changed. */
export function setSubvolumeReadOnly(directory: string, readOnly: boolean): void {
  withOpen(directory, (descriptor) => {
    const flags = Buffer.alloc(8);
    check(ioctl(descriptor, SUBVOL_GETFLAGS, flags), () => `ask for the flags of subvolume ${directory}`);
    const old = flags.readBigUInt64LE(0);
    const wanted = readOnly ? old | READ_ONLY : old & ~READ_ONLY;
    if (wanted === old) return;
    flags.writeBigUInt64LE(wanted, 0);
    check(ioctl(descriptor, SUBVOL_SETFLAGS, flags), () => `set the flags of subvolume ${directory}`);
  });
}

/** The number that `subvolid=` takes. */
export function subvolumeId(directory: string): number {
  return withOpen(directory, (descriptor) => {
    const args = Buffer.alloc(ARGS_BYTES);
    args.writeBigUInt64LE(BigInt(FIRST_OBJECT), 8);
    check(ioctl(descriptor, INO_LOOKUP, args), () => `ask for the id of subvolume ${directory}`);
    return Number(args.readBigUInt64LE(0));
  });
}

/** Removes a subvolume with everything in it, other subvolumes too. Mounts of it go on until they are unmounted. @throws SystemError */
export function deleteSubvolume(directory: string): void {
  try {
    destroy(directory);
  } catch (error) {
    if (!isSystemError(error, "ENOTEMPTY")) throw error;
    // What is read-only keeps what is in it, too.
    setSubvolumeReadOnly(directory, false);
    for (const nested of subvolumesIn(directory)) deleteSubvolume(nested);
    destroy(directory);
  }
}

function destroy(directory: string): void {
  inParent(directory, (parent, name) => {
    const args = Buffer.alloc(ARGS_BYTES);
    name.copy(args, NAME_AT);
    check(ioctl(parent, SNAP_DESTROY, args), () => `delete subvolume ${directory}`);
  });
}

function subvolumesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory()).flatMap(({ name }) => {
    const child = path.join(directory, name);
    return lstatSync(child).ino === FIRST_OBJECT ? [child] : subvolumesIn(child);
  });
}

function inParent(directory: string, use: (parent: number, name: Buffer) => void): void {
  const name = Buffer.from(path.basename(directory));
  if (name.length > MAX_NAME_BYTES) throw new RangeError(`${name.length} bytes are too many for a subvolume's name`);
  withOpen(path.dirname(directory), (parent) => use(parent, name));
}
