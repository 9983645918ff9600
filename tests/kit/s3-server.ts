import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Client } from "minio";
import { createCertificate } from "./certificates.ts";
import { goClient, MINIO, VERSITYGW } from "./go-clients.ts";
import { canConnect } from "./nats.ts";
import { eventually } from "./process.ts";
import { freePort, tempDir } from "./temp.ts";

export interface S3Keys {
  accessKey: string;
  secretKey: string;
}

export interface S3Server extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; https with `tls`. */
  readonly endpoint: string;
  /** Of the owner of all buckets. */
  readonly keys: S3Keys;
  /** Of a user who may do nothing; absent where the server has only its owner. */
  readonly outsider?: S3Keys;
  readonly caFile?: string;
  createBucket(name: string): Promise<void>;
  /** SIGKILL; what was acknowledged stays. */
  kill(): Promise<void>;
  /** Starts it again, at the same port with the same data. */
  restart(): Promise<void>;
}

interface Program {
  command: string;
  args(port: number, dir: string, tls: string[]): string[];
  env: Record<string, string>;
  keys: S3Keys;
  outsider?: S3Keys;
}

const SWIFT: Program = {
  command: "/usr/bin/python3",
  args: (port, dir, tls) => [join(import.meta.dirname, "s3-server.py"), dir, String(port), ...tls],
  env: {},
  keys: { accessKey: "kit:alice", secretKey: "secretkey" },
  outsider: { accessKey: "kit:bob", secretKey: "bobsecret" },
};
const OWNER: S3Keys = { accessKey: "alice", secretKey: "secretkey" };

/** Why there is no S3 server here; undefined where there is one. */
export async function whyNoS3(): Promise<string | undefined> {
  const found = await findProgram();
  return "skip" in found ? found.skip : undefined;
}

// STEVEDORE_S3_SERVER=minio or versitygw asks for one that is built with Go.
async function findProgram(): Promise<Program | { skip: string }> {
  const wanted = process.env["STEVEDORE_S3_SERVER"] ?? "";
  if (wanted === "") return existsSync("/usr/lib/python3/dist-packages/swift/proxy/server.py") ? SWIFT : { skip: "there is no S3 server: apt-get install python3-swift" };
  const built = await goClient(wanted === "minio" ? MINIO : VERSITYGW);
  if ("skip" in built) return built;
  if (wanted === "minio") {
    return { command: built.path, args: (port, dir) => ["server", "--quiet", "--address", `127.0.0.1:${port}`, dir], env: { MINIO_ROOT_USER: OWNER.accessKey, MINIO_ROOT_PASSWORD: OWNER.secretKey, CI: "1" }, keys: OWNER };
  }
  return { command: built.path, args: (port, dir) => ["--port", `127.0.0.1:${port}`, "posix", dir], env: { ROOT_ACCESS_KEY: OWNER.accessKey, ROOT_SECRET_KEY: OWNER.secretKey }, keys: OWNER };
}

/** A real S3 server on a free loopback port: OpenStack Swift from Debian, or MinIO or Versity's gateway where asked for. */
export async function startS3Server(options: { tls?: boolean } = {}): Promise<S3Server> {
  const program = await findProgram();
  if ("skip" in program) throw new Error(program.skip);
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("s3"));
  const port = await freePort();
  const certificate = options.tls ? await createCertificate(dir.path, "s3") : undefined;
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const gone = child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : once(child, "exit");
    child?.kill("SIGKILL");
    await gone;
  };
  const restart = async (): Promise<void> => {
    const args = program.args(port, dir.path, certificate === undefined ? [] : [certificate.certFile, certificate.keyFile]);
    child = spawn(program.command, args, { stdio: "ignore", env: { ...process.env, ...program.env } });
    await eventually("the S3 server listens", () => canConnect(port), 60_000);
  };
  stack.defer(kill);
  await restart();
  const owned = stack.move();
  return {
    endpoint: `${options.tls ? "https" : "http"}://127.0.0.1:${port}`,
    keys: program.keys,
    ...(program.outsider === undefined ? {} : { outsider: program.outsider }),
    ...(certificate === undefined ? {} : { caFile: certificate.certFile }),
    createBucket: (name) => createBucket({ port, tls: options.tls === true, keys: program.keys }, name),
    kill,
    restart,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function createBucket({ port, tls, keys }: { port: number; tls: boolean; keys: S3Keys }, name: string): Promise<void> {
  const client = new Client({ endPoint: "127.0.0.1", port, useSSL: tls, region: "us-east-1", ...keys });
  if (tls) client.setRequestOptions({ rejectUnauthorized: false });
  await client.makeBucket(name);
}
