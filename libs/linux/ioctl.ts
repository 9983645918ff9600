import { closeSync, openSync } from "node:fs";
import { systemCall } from "./system-call.ts";

/** ioctl(2) with a struct as its argument; -errno on failure. */
export const ioctl = systemCall("ioctl", "int fd, ulong request, void *argument") as (descriptor: number, request: number, argument: Buffer) => number;

/** Opens a file or directory for as long as `use` runs. @throws as fs.openSync does */
export function withOpen<T>(file: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(file, "r");
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
