import { spawnSync } from "node:child_process";
import { closeSync } from "node:fs";
import { invalidArgument, unknownError } from "@stevedore/errors";
import { resolveInRoot } from "./beneath.ts";
import { check, isSystemError } from "./error.ts";
import { systemCall } from "./system-call.ts";
import { withIdMappedLayers } from "./idmapped-overlay.ts";
import { attachLoop } from "./loop.ts";
import { MNT, type Mount, MS, parseMountOptions, type ParsedOptions } from "./mount-options.ts";
import { mountIdMapped } from "./new-mount.ts";
import { compactOverlay } from "./overlay-options.ts";
import { userNamespaceOf } from "./user-namespaces.ts";

const rawMount = systemCall("mount", "const char *source, const char *target, const char *type, ulong flags, const char *data");
const rawUmount = systemCall("umount2", "const char *target, int flags");
const PROPAGATION = MS.SHARED | MS.PRIVATE | MS.SLAVE | MS.UNBINDABLE;
// mount(2) takes one page of data, with its final NUL.
const MAX_DATA_BYTES = 4095;
const HELPERS = ["fuse3", "fuse"];

/** mount(2) with parsed flags. @throws SystemError naming type, source and target */
export function mountRaw(mount: { source: string; target: string; type: string; flags: number; data?: string }): void {
  const { source, target, type, flags, data = "" } = mount;
  check(rawMount(source, target, type, flags, data === "" ? null : data), () => `mount ${type || "remount"} ${source} on ${target}`);
}

/**
 * Mounts one mount on `target`: the mount itself, then its propagation, its id mapping, and a bind's read-only remount.
 * Option `loop` (with `direct-io`) puts a loop device under a file, `uidmap=`/`gidmap=` map the owners, and types `fuse.` and
 * `fuse3.` go to their helper, as in containerd. @throws SystemError; Unknown for options that only the mount manager knows
 */
export function mount(spec: Mount, target: string): void {
  const at = spec.target === undefined || spec.target === "" ? target : resolveInRoot(target, spec.target);
  const helper = HELPERS.find((name) => spec.type.startsWith(`${name}.`));
  if (helper !== undefined) return mountWithHelper(helper, spec, at);
  const options = parseMountOptions(spec.options);
  const { source, type } = spec;
  const namespace = options.uidMap === "" || options.gidMap === "" ? undefined : userNamespaceOf(options.uidMap, options.gidMap);
  const make = (from: string, data: readonly string[]): void => mountFirst({ source: from, type, options: { ...options, data } }, at);
  if (options.loop) withLoopDevice(source, options, make);
  else if (namespace !== undefined && type === "overlay") withIdMappedLayers(options.data, namespace, (place) => unmount(place, MNT.DETACH), (data) => make(source, data));
  else make(source, options.data);
  try {
    mountAgain({ type, options, namespace }, at);
  } catch (error) {
    unmountAll(at, MNT.DETACH);
    throw error;
  }
}

type Parts = { source: string; type: string; options: { flags: number; data: readonly string[] } };

// Everything but propagation. A remount needs it only for changed data.
function mountFirst({ source, type, options: { flags, data } }: Parts, at: string): void {
  const isRemount = (flags & MS.REMOUNT) !== 0;
  if (isRemount || (flags & MS.BIND) !== 0 || data.length > 0 || (flags & PROPAGATION) === 0) {
    mountRaw({ source, target: at, type, flags: flags & ~PROPAGATION, data: fitData(type, data) });
  }
}

// What takes calls of its own, on what is mounted.
function mountAgain({ type, options: { flags }, namespace }: { type: string; options: { flags: number }; namespace: number | undefined }, at: string): void {
  if ((flags & PROPAGATION) !== 0) mountRaw({ source: "", target: at, type: "", flags: flags & (PROPAGATION | MS.REC) });
  if (namespace !== undefined && type !== "overlay") mountIdMapped(at, at, namespace);
  // The kernel ignores other flags on the mount call of a bind; they take a remount.
  const first = flags & ~PROPAGATION;
  const bindExtras = first & ~(MS.BIND | MS.REC | MS.REMOUNT);
  if ((flags & MS.REMOUNT) === 0 && (flags & MS.BIND) !== 0 && bindExtras !== 0) mountRaw({ source: "", target: at, type: "", flags: first | MS.REMOUNT });
}

// The device goes with the mount: nobody else has it open then.
function withLoopDevice(file: string, { flags, data }: ParsedOptions, use: (device: string, data: string[]) => void): void {
  const direct = data.includes("direct-io");
  const device = attachLoop(file, { readOnly: (flags & MS.RDONLY) !== 0, autoclear: true, direct });
  try {
    use(device.path, data.filter((option) => option !== "direct-io"));
  } finally {
    closeSync(device.descriptor);
  }
}

// `fuse3.overlayfs` from `s` is `mount.fuse3 s TARGET -o OPTION -t overlayfs`.
function mountWithHelper(helper: string, { type, source, options }: Mount, at: string): void {
  const args = [source, at, ...options.flatMap((option) => ["-o", option]), "-t", type.slice(helper.length + 1)];
  const { status, stderr, error } = spawnSync(`mount.${helper}`, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw unknownError(`mount helper mount.${helper} for ${at}: ${error?.message ?? stderr.trim()}`);
}

function fitData(type: string, data: readonly string[]): string {
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

