import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Client } from "minio";
import { AssumeRoleProvider } from "minio/dist/esm/AssumeRoleProvider.mjs";
import { createCertificate, type Certificate } from "./certificates.ts";
import { goClient, isBuilt, MINIO, VERSITYGW } from "./go-clients.ts";
import { canConnect } from "./nats.ts";
import { eventually, must } from "./process.ts";
import { freePort, tempDir } from "./temp.ts";

export interface S3Keys {
  accessKey: string;
  secretKey: string;
  sessionToken?: string;
}

export interface S3Server extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; https with `tls`. */
  readonly endpoint: string;
  /** Of the owner of all buckets. */
  readonly keys: S3Keys;
  /** Of a user who may do nothing. */
  outsider(): Promise<S3Keys>;
  readonly caFile?: string;
  createBucket(name: string): Promise<void>;
  /** SIGKILL; what was acknowledged stays. */
  kill(): Promise<void>;
  /** Starts it again, at the same port with the same data. */
  restart(): Promise<void>;
}

interface Program {
  command: string;
  args(place: { port: number; dir: string; certificate: Certificate | undefined }): string[] | Promise<string[]>;
  env: Record<string, string>;
  keys: S3Keys;
  outsider(endpoint: string): Promise<S3Keys>;
}

export type S3ServerName = "swift" | "minio" | "versitygw";

const OWNER: S3Keys = { accessKey: "alice", secretKey: "secretkey" };
const NOTHING = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: ["s3:*"], Resource: ["arn:aws:s3:::*"] }] };

const PROGRAMS: Readonly<Record<S3ServerName, (command: string) => Program>> = {
  swift: (command) => ({
    command,
    args: ({ port, dir, certificate }) => [join(import.meta.dirname, "s3-server.py"), dir, String(port), ...(certificate === undefined ? [] : [certificate.certFile, certificate.keyFile])],
    env: {},
    keys: { accessKey: "kit:alice", secretKey: "secretkey" },
    outsider: async () => ({ accessKey: "kit:bob", secretKey: "bobsecret" }),
  }),
  minio: (command) => ({
    command,
    args: async ({ port, dir, certificate }) => ["server", "--quiet", "--address", `127.0.0.1:${port}`, ...(certificate === undefined ? [] : ["--certs-dir", await certsDirectory(certificate)]), join(dir, "data")],
    env: { MINIO_ROOT_USER: OWNER.accessKey, MINIO_ROOT_PASSWORD: OWNER.secretKey, CI: "1" },
    keys: OWNER,
    // Users are made by an API of its own; keys that may do less are given by AWS's.
    async outsider(endpoint) {
      const role = await new AssumeRoleProvider({ stsEndpoint: endpoint, ...OWNER, region: "us-east-1", policy: JSON.stringify(NOTHING) }).getCredentials();
      return { accessKey: role.getAccessKey(), secretKey: role.getSecretKey(), sessionToken: role.getSessionToken() };
    },
  }),
  versitygw: (command) => ({
    command,
    async args({ port, dir, certificate }) {
      for (const each of ["data", "users"]) await mkdir(join(dir, each), { recursive: true });
      return ["--port", `127.0.0.1:${port}`, "--iam-dir", join(dir, "users"), ...(certificate === undefined ? [] : ["--cert", certificate.certFile, "--key", certificate.keyFile]), "posix", join(dir, "data")];
    },
    env: { ROOT_ACCESS_KEY: OWNER.accessKey, ROOT_SECRET_KEY: OWNER.secretKey },
    keys: OWNER,
    async outsider(endpoint) {
      const bob = { accessKey: "bob", secretKey: "bobsecret" };
      await must(command, ["admin", "--access", OWNER.accessKey, "--secret", OWNER.secretKey, "--endpoint-url", endpoint, "create-user", "--access", bob.accessKey, "--secret", bob.secretKey, "--role", "user"]);
      return bob;
    },
  }),
};

// The names that MinIO looks for.
async function certsDirectory({ certFile, keyFile }: Certificate): Promise<string> {
  const directory = join(dirname(certFile), "certs");
  await mkdir(directory, { recursive: true });
  await copyFile(certFile, join(directory, "public.crt"));
  await copyFile(keyFile, join(directory, "private.key"));
  return directory;
}

/** The server that STEVEDORE_S3_SERVER asks for, else Debian's. */
function defaultServer(): S3ServerName {
  const wanted = process.env["STEVEDORE_S3_SERVER"] ?? "";
  return wanted === "minio" || wanted === "versitygw" ? wanted : "swift";
}

/** The servers that a contract is tried on: the default one, and MinIO's own where it has been built. */
export function s3Servers(): S3ServerName[] {
  const chosen = defaultServer();
  return chosen === "swift" && isBuilt(MINIO) ? [chosen, "minio"] : [chosen];
}

/** Why there is no such S3 server here; undefined where there is one. */
export async function whyNoS3(name: S3ServerName = defaultServer()): Promise<string | undefined> {
  const found = await findProgram(name);
  return "skip" in found ? found.skip : undefined;
}

async function findProgram(name: S3ServerName): Promise<Program | { skip: string }> {
  if (name === "swift") {
    return existsSync("/usr/lib/python3/dist-packages/swift/proxy/server.py") ? PROGRAMS.swift("/usr/bin/python3") : { skip: "there is no S3 server: apt-get install python3-swift" };
  }
  const built = await goClient(name === "minio" ? MINIO : VERSITYGW);
  return "skip" in built ? built : PROGRAMS[name](built.path);
}

/** A real S3 server on a free loopback port: OpenStack Swift from Debian, or MinIO or Versity's gateway where asked for. */
export async function startS3Server(options: { tls?: boolean; server?: S3ServerName } = {}): Promise<S3Server> {
  const program = await findProgram(options.server ?? defaultServer());
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
    const args = await program.args({ port, dir: dir.path, certificate });
    child = spawn(program.command, args, { stdio: "ignore", env: { ...process.env, ...program.env } });
    await eventually("the S3 server listens", () => canConnect(port), 60_000);
  };
  stack.defer(kill);
  await restart();
  const owned = stack.move();
  const endpoint = `${options.tls ? "https" : "http"}://127.0.0.1:${port}`;
  return {
    endpoint,
    keys: program.keys,
    outsider: () => program.outsider(endpoint),
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
