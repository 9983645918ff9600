import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unpack, type UnpackJob, type UnpackResult } from "../apply/unpack.ts";
import { createTempDir } from "./kit.ts";

export interface UnpackBox extends Disposable {
  /** Where archives go that are unpacked. */
  readonly target: string;
  /** A new directory in the box. */
  directory(name: string): string;
  unpack(archive: Buffer, options?: Partial<UnpackJob>): Promise<UnpackResult>;
  unpackFile(file: string, options?: Partial<UnpackJob>): Promise<UnpackResult>;
}

/** A place to unpack in, in this thread. */
export function createUnpackBox(): UnpackBox {
  const temp = createTempDir();
  const directory = (name: string): string => {
    const made = path.join(temp.path, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const target = directory("layer/fs");
  const unpackFile: UnpackBox["unpackFile"] = (file, options) => {
    const job: UnpackJob = {
      path: file, available: statSync(file).size, end: true, target, lowers: [], whiteouts: "overlay", listImplied: false, sync: false, maxBytes: 2 ** 30, maxEntries: 10_000,
      ...options,
    };
    return unpack(job, { signal: new AbortController().signal, report: () => undefined, input: { available: 0, end: false, onGrow: undefined } });
  };
  return {
    target,
    directory,
    unpackFile,
    unpack(archive, options) {
      const file = path.join(temp.path, "archive");
      writeFileSync(file, archive);
      return unpackFile(file, options);
    },
    [Symbol.dispose]: () => temp[Symbol.dispose](),
  };
}
