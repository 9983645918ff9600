import { execFile } from "node:child_process";
import { mkdirSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { messageOf, unknownError } from "@stevedore/errors";
import { writeImpliedInodes } from "./adopt-implied.ts";
import { openImage } from "./image-reader.ts";
import { publishImage } from "./publish-image.ts";

export const MKFS = "mkfs.erofs";
// Inodes have place for every owner and time: they are mended when a layer gets its parent.
const OWN_OPTIONS = ["--quiet", "-Enoinline_data,force-inode-extended"];

/**
 * Has mkfs.erofs make an image of what `fill` puts into a directory beside it. A directory, not an archive: that every version of the program takes.
 * @throws Unknown with what the program says
 */
export async function imageByProgram<T>({ output, program, signal }: { output: string; program: { options: readonly string[] }; signal: AbortSignal }, fill: (directory: string) => Promise<{ result: T; implied: readonly string[] }>): Promise<T> {
  const draft = `${output}.new`;
  const directory = path.join(path.dirname(output), "unpacked");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o755 });
  try {
    const { result, implied } = await fill(directory);
    utimesSync(directory, 0, 0);
    await run([...OWN_OPTIONS, ...program.options, draft, directory], signal);
    writeImpliedInodes(output, locate(draft, implied));
    publishImage(draft, output);
    return result;
  } finally {
    rmSync(draft, { force: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(args: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)(MKFS, args, { signal });
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = "", stdout = "", code } = error as { stderr?: string; stdout?: string; code?: unknown };
    const said = `${stdout}${stderr}`.trim().split("\n").slice(0, 3).join("; ");
    throw unknownError(`erofs apply failed: ${MKFS} ${args.slice(0, -2).join(" ")}: ${code === "ENOENT" ? "it is not installed" : said || messageOf(error)}`, {
      hint: "the options are the erofs differ's mkfs_options; the program is of Debian's package erofs-utils, whose newer versions know more of them",
      cause: error,
    });
  }
}

function locate(image: string, names: readonly string[]): [string, number][] {
  if (names.length === 0) return [];
  using reader = openImage(image);
  return names.flatMap((name) => {
    const found = reader.lookUp(name);
    const last = found.at(-1);
    return found.length === name.split("/").length && last !== undefined ? [[name, last.at] as [string, number]] : [];
  });
}
