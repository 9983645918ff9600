import { closeSync } from "node:fs";
import { check } from "./error.ts";
import { systemCall } from "./system-call.ts";
import type { Mount } from "./mount-options.ts";

// The mount API of Linux 5.2: a mount is put together and then attached. Options have no common limit of one page.
const FSOPEN_CLOEXEC = 1;
const FSMOUNT_CLOEXEC = 1;
const FSCONFIG = { setFlag: 0, setString: 1, create: 6 } as const;
const AT_FDCWD = -100;
const AT_EMPTY_PATH = 0x1000;
const AT_RECURSIVE = 0x8000;
const OPEN_TREE_CLONE = 1;
const O_CLOEXEC = 0o2000000;
const MOVE_MOUNT_F_EMPTY_PATH = 4;
const ATTR_RDONLY = 1;
const ATTR_IDMAP = 0x100000;
const MS_PRIVATE = 1 << 18;

/** Options that are attributes of the mount, not of the file system (mount_setattr(2)). */
const ATTRIBUTES: Record<string, { set?: number; clear?: number }> = {
  ro: { set: ATTR_RDONLY },
  rw: { clear: ATTR_RDONLY },
  nosuid: { set: 2 },
  suid: { clear: 2 },
  nodev: { set: 4 },
  dev: { clear: 4 },
  noexec: { set: 8 },
  exec: { clear: 8 },
  noatime: { set: 0x10 },
  atime: { clear: 0x10 },
  nodiratime: { set: 0x80 },
  diratime: { clear: 0x80 },
  relatime: {},
  norelatime: {},
  strictatime: { set: 0x20 },
  nostrictatime: { clear: 0x20 },
};

const fsopen = systemCall("fsopen", "const char *type, uint flags");
const fsconfig = systemCall("fsconfig", "int fd, uint command, const char *key, const char *value, int aux");
const fsmount = systemCall("fsmount", "int fd, uint flags, uint attributes");
const moveMount = systemCall("move_mount", "int from, const char *source, int to, const char *target, uint flags");
const openTree = systemCall("open_tree", "int at, const char *path, uint flags");
const setAttributes = systemCall("mount_setattr", "int at, const char *path, uint flags, void *attributes, size_t size");

/** Mounts through fsopen(2), which takes regular files as a source where the file system does. @throws SystemError */
export function mountNew({ type, source, options }: Mount, target: string): void {
  const context = check(fsopen(type, FSOPEN_CLOEXEC), () => `open file system ${type}`);
  try {
    const configure = (command: number, key: string | null, value: string | null): void => {
      check(fsconfig(context, command, key, value, 0), () => `mount ${type} ${source}: ${key ?? "create"}${value === null ? "" : `=${value}`}`);
    };
    // Before the source: it says how a device is opened.
    if (options.includes("ro")) configure(FSCONFIG.setFlag, "ro", null);
    configure(FSCONFIG.setString, "source", source);
    let attributes = 0;
    for (const option of options) {
      const attribute = ATTRIBUTES[option];
      if (attribute !== undefined) {
        attributes = (attributes & ~(attribute.clear ?? 0)) | (attribute.set ?? 0);
        continue;
      }
      const equals = option.indexOf("=");
      if (equals < 0) configure(FSCONFIG.setFlag, option, null);
      else configure(FSCONFIG.setString, option.slice(0, equals), option.slice(equals + 1));
    }
    configure(FSCONFIG.create, null, null);
    attach(check(fsmount(context, FSMOUNT_CLOEXEC, attributes), () => `mount ${type} ${source} on ${target}`), target);
  } finally {
    closeSync(context);
  }
}

/** Shows the mount at `source` at `target` too, with the ids of a user namespace. @throws SystemError, EINVAL where the file system can't */
export function mountIdMapped(source: string, target: string, userNamespace: number, { readOnly = false }: { readOnly?: boolean } = {}): void {
  const tree = check(openTree(AT_FDCWD, source, OPEN_TREE_CLONE | O_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE), () => `open the mounts at ${source}`);
  const attributes = Buffer.alloc(32);
  attributes.writeBigUInt64LE(BigInt(ATTR_IDMAP | (readOnly ? ATTR_RDONLY : 0)), 0);
  attributes.writeBigUInt64LE(BigInt(MS_PRIVATE), 16);
  attributes.writeBigUInt64LE(BigInt(userNamespace), 24);
  try {
    check(setAttributes(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes, attributes.length), () => `map the ids of ${source}`);
  } catch (error) {
    closeSync(tree);
    throw error;
  }
  attach(tree, target);
}

function attach(tree: number, target: string): void {
  try {
    check(moveMount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH), () => `mount on ${target}`);
  } finally {
    closeSync(tree);
  }
}
