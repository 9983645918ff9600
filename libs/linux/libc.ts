import koffi from "koffi";

/** The C library, loaded once; functions are bound where they are used. */
export const libc = koffi.load("libc.so.6");

/** errno of the last call that failed on this thread. */
export function lastErrno(): number {
  return koffi.errno();
}

/** `ENOENT` for 2; the number itself for one that has no name. */
export function errnoName(errno: number): string {
  return names.get(errno) ?? `errno ${errno}`;
}

const names = new Map<number, string>(Object.entries(koffi.os.errno).map(([name, value]) => [value as number, name]));
