import { spawn } from "node:child_process";
import { deadlineExceeded, failedPrecondition, messageOf, notFound, unknownError } from "@stevedore/errors";
import type { Credentials } from "./credentials.ts";

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 1 << 20;
// What every helper says, on its stdout, about a registry that it doesn't know (docker-credential-helpers, credentials/error.go).
const UNKNOWN = "credentials not found in native keychain";
// A user name that says that the secret is an identity token.
const TOKEN_USER = "<token>";

/**
 * Asks `docker-credential-NAME` (on PATH) for the first of the servers that it knows; undefined when it knows none.
 * Throws when there is no such program, it fails, says something else than the protocol, or takes 30 s.
 */
export async function askHelper(name: string, servers: readonly string[]): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw failedPrecondition(`credential helper ${JSON.stringify(name)} is not the name of one`, { hint: "NAME of a program docker-credential-NAME" });
  const program = `docker-credential-${name}`;
  for (const server of servers) {
    const { code, stdout } = await run(program, server);
    if (code === 0) return credentialsIn(stdout, program);
    const words = stdout.trim();
    if (!words.includes(UNKNOWN)) throw unknownError(`${program} failed with exit code ${code}${words === "" ? "" : `: ${words.slice(0, 256)}`}`);
  }
  return undefined;
}

function credentialsIn(text: string, program: string): Credentials | undefined {
  const { Username: username, Secret: secret } = parse(text);
  if (typeof username !== "string" || typeof secret !== "string") throw unknownError(`${program} answered with something else than {"Username", "Secret"}`);
  if (username === TOKEN_USER) return { kind: "refreshToken", token: secret };
  return username === "" && secret === "" ? undefined : { kind: "password", username, secret };
}

function parse(text: string): { Username?: unknown; Secret?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { Username?: unknown; Secret?: unknown };
  } catch {
    // The parser's words would quote the secret.
    return {};
  }
}

function run(program: string, server: string): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], { stdio: ["pipe", "pipe", "ignore"], timeout: TIMEOUT_MS, killSignal: "SIGKILL" });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_OUTPUT) chunks.push(chunk);
    });
    // One that doesn't read its question says so by its exit code.
    child.stdin.on("error", () => {});
    child.stdin.end(`${server}\n`);
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? notFound(`credential helper ${program} is not on PATH`) : unknownError(`${program}: ${messageOf(error)}`));
    });
    child.once("close", (code, signal) => {
      if (code !== null) resolve({ code, stdout: Buffer.concat(chunks).toString() });
      else reject(signal === "SIGKILL" ? deadlineExceeded(`${program} was killed: no answer within ${TIMEOUT_MS / 1000} s`) : unknownError(`${program} was killed by ${signal}`));
    });
  });
}
