import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, unknownError } from "@stevedore/errors";
import type { Logger } from "@stevedore/log";
import type { Descriptor } from "@stevedore/oci";
import { readLimited } from "./limited-output.ts";

/** containerd's `io.containerd.image-verifier.v1.bindir`. */
export interface VerifierConfig {
  /** All programs in it are asked, in the order of their names; no directory and an empty one allow everything. */
  binDir: string;
  /** The rest is skipped, with a warning; below 0: none is. */
  maxVerifiers: number;
  perVerifierTimeoutMs: number;
}

export interface ImageToVerify {
  name: string;
  descriptor: Descriptor;
  signal: AbortSignal;
  log: Logger;
}

/** Says whether an image may be pulled. Throws where it may not, or where nobody could say, in containerd's words and of its class: Unknown. */
export type ImageVerifier = (image: ImageToVerify) => Promise<void>;

const DESCRIPTOR_TYPE = "application/vnd.oci.descriptor.v1+json";
const PLUGIN = "bindir";

/** Asks the programs of a directory, by containerd's protocol (docs/image-verification.md of containerd 2.3). The first refusal is the answer. */
export function createImageVerifier({ binDir, maxVerifiers, perVerifierTimeoutMs }: VerifierConfig): ImageVerifier {
  return async (image) => {
    const { name, descriptor: { digest }, log } = image;
    const fail = (reason: string): never => {
      log.error("no judgement received from image verifier", { name, digest, error: reason });
      throw unknownError(`blocking pull of ${name} with digest ${digest}: image verifier ${PLUGIN} returned error: ${reason}`, { verbatim: true });
    };
    const programs = await programsIn(binDir).catch((error: unknown) => fail(`failed to list directory contents: ${messageOf(error)}`));
    const asked = maxVerifiers < 0 ? programs : programs.slice(0, maxVerifiers);
    if (asked.length < programs.length) log.warn("image verifiers are skipped: the directory has more than max_verifiers", { directory: binDir, entries: programs.length, max: maxVerifiers });
    for (const program of asked) {
      const started = performance.now();
      const { exitCode, output } = await ask(join(binDir, program), { ...image, timeoutMs: perVerifierTimeoutMs, program }).catch((error: unknown) => {
        image.signal.throwIfAborted();
        return fail(`failed to call verifier ${program} (runtime ${Math.round(performance.now() - started)}ms): ${messageOf(error)}`);
      });
      const judgement = { name, digest, verifier: program, exitCode, reason: output };
      if (exitCode === 0) {
        log.debug("image verifier allowed pull", judgement);
        continue;
      }
      log.warn("image verifier blocked pull", judgement);
      throw unknownError(`image verifier ${PLUGIN} blocked pull of ${name} with digest ${digest} for reason: verifier ${program} rejected image (exit code ${exitCode}): ${output}`, { verbatim: true });
    }
  };
}

async function programsIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

interface Question extends ImageToVerify {
  program: string;
  timeoutMs: number;
}

// Descriptor on stdin, reason on stdout (32 KiB of it count), words for the log on stderr; it and its children have the time that is configured.
function ask(path: string, { name, descriptor, signal, log, program, timeoutMs }: Question): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const args = ["-name", name, "-digest", descriptor.digest, "-stdin-media-type", DESCRIPTOR_TYPE];
    const child = spawn(path, args, { stdio: "pipe", detached: true });
    let reason: "timeout" | "aborted" | undefined;
    const end = (why: typeof reason): void => {
      reason = why;
      killGroup(child.pid);
      // What left the group may still hold the pipes: nobody waits for that.
      for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
    };
    const timer = setTimeout(() => end("timeout"), timeoutMs);
    const onAbort = (): void => end("aborted");
    signal.addEventListener("abort", onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    const stdout = readLimited(child.stdout);
    const stderr = readLimited(child.stderr);
    child.stdin.on("error", (error) => log.warn("failed to completely write descriptor to stdin", { verifier: program, error: messageOf(error) }));
    child.stdin.end(`${encode(descriptor)}\n`);
    child.once("error", (error) => {
      settle();
      reject(unknownError(`starting process: ${messageOf(error)}`, { verbatim: true }));
    });
    child.once("close", (exitCode, killer) => {
      settle();
      for (const line of stderr.text().split("\n")) if (line !== "") log.debug(line, { image_verifier: program, stream: "stderr" });
      if (stderr.isTruncated()) log.debug("(previous logs may be truncated)", { image_verifier: program, stream: "stderr" });
      if (exitCode !== null && (exitCode !== 0 || reason === undefined)) {
        resolve({ exitCode, output: reason === undefined ? `${stdout.text().trim()}${stdout.isTruncated() ? "(stdout truncated)" : ""}` : "" });
        return;
      }
      const words = reason === "timeout" ? `no judgement within ${timeoutMs / 1000} s (per_verifier_timeout)` : `signal: ${killer ?? "none"}`;
      reject(unknownError(`waiting on command to exit: ${words}`, { verbatim: true }));
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

// As Go writes JSON: these characters are escaped.
function encode(descriptor: Descriptor): string {
  return JSON.stringify(descriptor).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
