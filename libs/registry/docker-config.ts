import { readFile } from "node:fs/promises";
import { createError, failedPrecondition, messageOf } from "@stevedore/errors";
import { askHelper } from "./credential-helper.ts";
import type { Credentials, CredentialsSource } from "./credentials.ts";

/** What is read of Docker's config.json. */
interface DockerConfig {
  auths?: Record<string, Entry | undefined>;
  /** The helper of every registry that `credHelpers` doesn't name. */
  credsStore?: string;
  credHelpers?: Record<string, string | undefined>;
}

interface Entry {
  /** base64 of `user:password`. */
  auth?: string;
  username?: string;
  password?: string;
  identitytoken?: string;
  registrytoken?: string;
}

// Docker Hub's key, from the days of its first API.
const DOCKER_HUB = "https://index.docker.io/v1/";
const DOCKER_HUB_HOSTS = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/**
 * Credentials as docker keeps them: its config.json, and the helper programs that it names. The file is read anew for each question, so a
 * `docker login` counts at once; one that isn't there knows nobody. Neither errors nor logs have anything of what is secret.
 * Throws FailedPrecondition for a file that can't be read, Unauthenticated when a helper fails.
 */
export function createDockerCredentials({ file }: { file: string }): CredentialsSource {
  return async ({ host }) => {
    const config = await readConfig(file);
    if (config === undefined) return undefined;
    const key = DOCKER_HUB_HOSTS.has(host) ? DOCKER_HUB : host;
    const helper = config.credHelpers?.[key] ?? config.credHelpers?.[host] ?? config.credsStore ?? "";
    if (helper === "") return credentialsOf(entryFor(config, key), { file, host });
    return askHelper(helper, key === host ? [host, `https://${host}`] : [key]).catch((error: unknown) => {
      throw createError("unauthenticated", `${file}: credentials for ${host}: ${messageOf(error)}`, { verbatim: true });
    });
  };
}

async function readConfig(file: string): Promise<DockerConfig | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failedPrecondition(`${file}: ${messageOf(error)}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own words would quote the file.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw failedPrecondition(`${file}: not a JSON object`, { hint: "Docker's config.json is expected there" });
  return value as DockerConfig;
}

// Keys may be URLs with a path, as `docker login` wrote them once: the host decides.
function entryFor({ auths = {} }: DockerConfig, key: string): Entry | undefined {
  const exact = auths[key];
  if (exact !== undefined) return exact;
  const wanted = hostOf(key);
  return Object.entries(auths).find(([name]) => hostOf(name) === wanted)?.[1];
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, "").split("/")[0] ?? "";
}

function credentialsOf(entry: Entry | undefined, { file, host }: { file: string; host: string }): Credentials | undefined {
  if (entry === undefined) return undefined;
  const { identitytoken = "", registrytoken = "" } = entry;
  if (registrytoken !== "") return { kind: "header", value: `Bearer ${registrytoken}` };
  if (identitytoken !== "") return { kind: "refreshToken", token: identitytoken };
  if (entry.auth === undefined || entry.auth === "") return password(entry.username, entry.password);
  const decoded = Buffer.from(entry.auth, "base64").toString();
  const colon = decoded.indexOf(":");
  if (colon < 0) throw failedPrecondition(`${file}: auths for ${host}: "auth" is not base64 of USER:PASSWORD`, { hint: `docker login ${host} writes it anew` });
  // docker pads passwords with NUL bytes.
  return password(decoded.slice(0, colon), decoded.slice(colon + 1).replace(/^\0+|\0+$/g, ""));
}

function password(username = "", secret = ""): Credentials | undefined {
  return username === "" && secret === "" ? undefined : { kind: "password", username, secret };
}
