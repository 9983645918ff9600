import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf, unknownError } from "@stevedore/errors";

/** A program that a layer's bytes go through on their way: a decoder, a decrypter. */
export interface ProcessorRun {
  /** What it is given, as it is told. */
  mediaType: string;
  path: string;
  args: readonly string[];
  env: readonly string[];
  /** A marshalled `Any`, for its descriptor 3. */
  payload?: Uint8Array;
}

/** Passes a stream through a program. @throws Unknown with what it wrote to stderr when it fails */
export async function* runProcessor({ mediaType, path, args, env, payload }: ProcessorRun, source: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  const variables = Object.fromEntries(env.map((entry) => [entry.split("=", 1)[0]!, entry.slice(entry.indexOf("=") + 1)]));
  const child = spawn(path, args, { env: { ...process.env, ...variables, STREAM_PROCESSOR_MEDIATYPE: mediaType }, stdio: ["pipe", "pipe", "pipe", ...(payload === undefined ? [] : ["pipe" as const])] });
  const stderr: Buffer[] = [];
  child.stderr!.on("data", (chunk: Buffer) => void (stderr.length < 64 && stderr.push(chunk)));
  (child.stdio[3] as Writable | undefined)?.on("error", () => undefined).end(payload);
  const ended = new Promise<void>((resolve, reject) => {
    child.on("error", (error) => reject(unknownError(`stream processor ${path}: ${messageOf(error)}`)));
    child.on("close", (code, killedBy) => (code === 0 ? resolve() : reject(unknownError(`stream processor ${path}: ${Buffer.concat(stderr).toString().trim() || killedBy || `exit status ${code}`}`))));
  });
  ended.catch(() => undefined);
  let broken: unknown;
  // A program may stop reading when it has what it needs.
  const feeding = pipeline(source, child.stdin!, { signal }).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EPIPE" && code !== "ERR_STREAM_PREMATURE_CLOSE") broken = error;
    if (broken !== undefined) child.kill("SIGKILL");
  });
  try {
    yield* child.stdout as Readable as AsyncIterable<Buffer>;
    await feeding;
    if (broken !== undefined) throw broken;
    await ended;
  } finally {
    child.kill("SIGKILL");
  }
}
