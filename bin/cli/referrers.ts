import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defaultHostConfig } from "@stevedore/config";
import { invalidArgument } from "@stevedore/errors";
import { createLogger } from "@stevedore/log";
import { type Descriptor, parseImageReference } from "@stevedore/oci";
import { createDockerCredentials, createRegistryClient, createTransport, loadHosts, type CredentialsSource } from "@stevedore/registry";
import { parseUser } from "./registry-flags.ts";
import { renderTable } from "./table.ts";

// What people look for, by the beginnings of artifact types.
const KINDS: readonly [kind: string, ...types: string[]][] = [
  ["signature", "application/vnd.dev.cosign.artifact.sig.", "application/vnd.dev.sigstore.bundle.", "application/vnd.cncf.notary.signature", "application/vnd.dev.cosign.simplesigning."],
  ["SBOM", "application/spdx", "text/spdx", "application/vnd.cyclonedx", "application/vnd.syft", "application/vnd.dev.cosign.artifact.sbom."],
  ["attestation", "application/vnd.in-toto", "application/vnd.dsse", "application/vnd.dev.cosign.artifact.att."],
];

/** `stevedore referrers REFERENCE`: what a registry has that refers to an image. No host has to be up: the registry itself is asked. */
export async function referrers(args: string[]): Promise<number> {
  const options = { type: { type: "string", multiple: true }, json: { type: "boolean" }, user: { type: "string" }, "plain-http": { type: "boolean" }, "hosts-dir": { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw invalidArgument("referrers takes one reference", { hint: "host/repository:tag or host/repository@sha256:…" });
  await using transport = createTransport();
  const { host } = parseImageReference(text);
  const client = createRegistryClient({
    reference: text,
    hosts: loadHosts({ host, hostDirs: (values["hosts-dir"] ?? defaultHostConfig().plugins.transfer.configPath).split(":"), ...(values["plain-http"] === true ? { defaultScheme: "http" } : {}) }),
    transport,
    log: createLogger({ service: "cli", level: "error" }),
    credentials: credentialsOf(values.user),
  });
  const { descriptor: { digest } } = await client.resolve();
  const found = await client.referrers(digest, { artifactTypes: values.type ?? [] });
  process.stdout.write(values.json === true ? `${JSON.stringify({ reference: text, digest, referrers: found }, undefined, 2)}\n` : render(digest, found));
  return 0;
}

// As docker would: who is logged in there is who asks.
function credentialsOf(user: string | undefined): CredentialsSource {
  if (user === undefined) return createDockerCredentials({ file: join(process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "config.json") });
  const password = parseUser(user);
  return async () => ({ kind: "password", ...password });
}

function render(digest: string, found: readonly Descriptor[]): string {
  if (found.length === 0) return `nothing refers to ${digest}\n`;
  const rows = found.map((descriptor) => [kindOf(descriptor), descriptor.digest, String(descriptor.size), descriptor.artifactType ?? "-", annotationsOf(descriptor)]);
  return renderTable(["KIND", "DIGEST", "SIZE", "ARTIFACT TYPE", "ANNOTATIONS"], rows);
}

function kindOf({ artifactType = "" }: Descriptor): string {
  return KINDS.find(([, ...types]) => types.some((type) => artifactType.startsWith(type)))?.[0] ?? "other";
}

function annotationsOf({ annotations = {} }: Descriptor): string {
  return Object.entries(annotations).map(([key, value]) => `${key}=${value}`).join(" ");
}
