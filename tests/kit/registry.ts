import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCertificate, type Certificate } from "./certificates.ts";
import { canConnect } from "./nats.ts";
import { eventually, stopProcess } from "./process.ts";
import { freePort, tempDir } from "./temp.ts";
import { startTokenServer } from "./token-server.ts";

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as it stands in image references. */
  readonly host: string;
  /** `http://…` or `https://…` */
  readonly url: string;
  /** The certificate that clients have to trust; only with `tls`. */
  readonly caFile?: string;
  /** `user:password`; only with `auth`. */
  readonly credentials?: string;
  readonly pid: number;
  /** Where its blobs lie, for tests that damage one. */
  readonly dataDir: string;
}

export interface RegistryOptions {
  /** `basic`: htpasswd; `token`: a token server beside it (Docker's distribution token protocol); `public`: one that also serves who has no name. */
  auth?: "basic" | "token" | "public";
  /** `true`: with a certificate that it signed itself; a client's certificate is asked for where `clientCaFile` says whose. */
  tls?: true | (Certificate & { clientCaFile?: string });
  /** Blobs of another registry, which it serves too. */
  dataDir?: string;
}

export const REGISTRY_USER = "alice";
export const REGISTRY_PASSWORD = "secret";
// bcrypt of REGISTRY_PASSWORD, the only form that docker-registry takes.
const HTPASSWD = `${REGISTRY_USER}:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n`;

/** Debian's docker-registry on a free loopback port, its storage in a temporary directory. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir("registry"));
  const port = await freePort();
  const dataDir = options.dataDir ?? join(dir.path, "data");
  const scheme = options.tls ? "https" : "http";
  const lines = [
    "version: 0.1",
    "log: { level: error, accesslog: { disabled: true } }",
    `storage: { filesystem: { rootdirectory: ${dataDir} }, delete: { enabled: true } }`,
    `http:`,
    `  addr: 127.0.0.1:${port}`,
  ];
  let caFile: string | undefined;
  if (options.tls) {
    const { certFile, keyFile, clientCaFile } = options.tls === true ? { ...(await createCertificate(dir.path, "registry")), clientCaFile: undefined } : options.tls;
    caFile = certFile;
    lines.push(`  tls: { certificate: ${certFile}, key: ${keyFile}${clientCaFile === undefined ? "" : `, clientcas: [${clientCaFile}]`} }`);
  }
  if (options.auth === "basic") {
    await writeFile(join(dir.path, "htpasswd"), HTPASSWD);
    lines.push(`auth: { htpasswd: { realm: kit, path: ${join(dir.path, "htpasswd")} } }`);
  }
  if (options.auth === "token" || options.auth === "public") {
    const tokens = stack.use(await startTokenServer(dir.path, { user: REGISTRY_USER, password: REGISTRY_PASSWORD, isPublic: options.auth === "public" }));
    lines.push(`auth: { token: { realm: "${tokens.url}", service: kit, issuer: kit, rootcertbundle: ${tokens.certFile} } }`);
  }
  await writeFile(join(dir.path, "config.yml"), `${lines.join("\n")}\n`);
  const child = spawn("docker-registry", ["serve", join(dir.path, "config.yml")], { stdio: "ignore" });
  stack.defer(() => stopProcess(child));
  await eventually("docker-registry listens", () => canConnect(port));
  const owned = stack.move();
  return {
    host: `127.0.0.1:${port}`,
    url: `${scheme}://127.0.0.1:${port}`,
    caFile,
    credentials: options.auth ? `${REGISTRY_USER}:${REGISTRY_PASSWORD}` : undefined,
    pid: child.pid ?? -1,
    dataDir,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
