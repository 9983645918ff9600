import path from "node:path";
import { invalidArgument } from "@stevedore/errors";
import { check, isSystemError } from "./error.ts";
import { libc } from "./libc.ts";
import { compactOverlay } from "./overlay-options.ts";
import { MNT, MS, parseMountOptions } from "./mount-flags.ts";

/** A mount as the snapshots API and runtimes describe it. `target` is a path below the place it is mounted on. */
export interface Mount {
  type: string;
  source: string;
  target?: string;
  options: readonly string[];
}

const rawMount = libc.func("int mount(const char *source, const char *target, const char *type, ulong flags, const char *data)");
const rawUmount = libc.func("int umount2(const char *target, int flags)");
const PROPAGATION = MS.SHARED | MS.PRIVATE | MS.SLAVE | MS.UNBINDABLE;
// mount(2) takes one page of data, with its final NUL.
const MAX_DATA_BYTES = 4095;

/** mount(2) with parsed flags. @throws SystemError naming type, source and target */
export function mountRaw(mount: { source: string; target: string; type: string; flags: number; data?: string }): void {
  const { source, target, type, flags, data = "" } = mount;
  check(rawMount(source, target, type, flags, data === "" ? null : data), () => `mount ${type || "remount"} ${source} on ${target}`);
}

/** Mounts one mount on `target`: the mount itself, then its propagation, then a bind's read-only remount. */
export function mount(spec: Mount, target: string): void {
  const { flags, data } = parseMountOptions(spec.options);
  const { source, type } = spec;
  const at = spec.target === undefined || spec.target === "" ? target : path.join(target, path.join("/", spec.target));
  const isRemount = (flags & MS.REMOUNT) !== 0;
  const first = flags & ~PROPAGATION;
  if (isRemount || (flags & MS.BIND) !== 0 || data.length > 0 || (flags & PROPAGATION) === 0) {
    const joined = fitData(type, data);
    mountRaw({ source, target: at, type, flags: first, data: joined });
  }
  const propagation = flags & (PROPAGATION | MS.REC);
  if ((flags & PROPAGATION) !== 0) mountRaw({ source: "", target: at, type: "", flags: propagation });
  // The kernel ignores other flags on the mount call of a bind; they take a remount.
  const bindExtras = first & ~(MS.BIND | MS.REC | MS.REMOUNT);
  if (!isRemount && (flags & MS.BIND) !== 0 && bindExtras !== 0) {
    try {
      mountRaw({ source: "", target: at, type: "", flags: first | MS.REMOUNT });
    } catch (error) {
      unmount(at, MNT.DETACH);
      throw error;
    }
  }
}

function fitData(type: string, data: string[]): string {
  const joined = data.join(",");
  if (Buffer.byteLength(joined) <= MAX_DATA_BYTES) return joined;
  if (type !== "overlay") throw invalidArgument(`mount ${type}: options of ${Buffer.byteLength(joined)} bytes are more than the kernel takes (${MAX_DATA_BYTES})`);
  return compactOverlay(data, MAX_DATA_BYTES);
}

/** Mounts in order on `target`; when one fails, those before it are undone. */
export function mountAll(mounts: readonly Mount[], target: string): void {
  mounts.forEach((spec, index) => {
    try {
      mount(spec, target);
    } catch (error) {
      if (index > 0) unmountAll(target, MNT.DETACH);
      throw error;
    }
  });
}

/** umount2(2). @throws SystemError, EINVAL where nothing is mounted */
export function unmount(target: string, flags = 0): void {
  check(rawUmount(target, flags), () => `unmount ${target}`);
}

/** Unmounts everything stacked on a path; a path without mounts, or that is gone, is no error. */
export function unmountAll(target: string, flags = 0): void {
  for (;;) {
    try {
      unmount(target, flags);
    } catch (error) {
      if (isSystemError(error, "EINVAL") || isSystemError(error, "ENOENT")) return;
      throw error;
    }
  }
}

