import { closeSync, openSync } from "node:fs";
import { libc } from "./libc.ts";

/** ioctl(2) with a struct as its argument; -1 on failure (`lastErrno`). */
export const ioctl = libc.func("ioctl", "int", ["int", "ulong", "void *"]) as (descriptor: number, request: number, argument: Buffer) => number;

/** Opens a file or directory for as long as `use` runs. @throws as fs.openSync does */
export function withOpen<T>(file: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(file, "r");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
