export { check, isSystemError, systemError, type SystemError } from "./error.ts";
export type { FilePath } from "./file-path.ts";
export * from "./files.ts";
export { libc } from "./libc.ts";
export { mount, mountAll, mountRaw, unmount, unmountAll, type Mount } from "./mount.ts";
export { MNT, MS, parseMountOptions, type ParsedOptions } from "./mount-flags.ts";
export { mountedUnder, readMountInfo, type MountInfo } from "./mount-info.ts";
export { releaseOverlayDirectory } from "./overlay-options.ts";
export { getXattr, listXattrs, removeXattr, setXattr } from "./xattr.ts";
