import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { containerd, packAny, typeNameOf } from "@stevedore/api";
import { invalidArgument, messageOf, notFound } from "@stevedore/errors";
import { type Descriptor, isIndexType, orderedMatcher, parseIndex, parsePlatform, type Platform } from "@stevedore/oci";
import { formatBytes } from "./format.ts";
import { CLIENT_OPTIONS, openHost, withLease, type HostClient } from "./host-client.ts";
import { holdInterrupts, INTERRUPTED } from "./interrupt.ts";
import { readDocument } from "./images/blobs.ts";
import { convertImage } from "./images/convert-image.ts";
import { findHostsDir, parseUser, REGISTRY_OPTIONS } from "./registry-flags.ts";
import { openCredentials, openTransferStream } from "./transfer-stream.ts";

const { ImageStore, OCIRegistry, Progress } = containerd.types.transfer;

const OPTIONS = {
  ...CLIENT_OPTIONS,
  ...REGISTRY_OPTIONS,
  platform: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
} as const;

/** `stevedore push IMAGE [REFERENCE]`: sends an image to a registry, under its own name or another, and says what was sent, mounted and there already. */
export async function push(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [name, reference = name, ...more] = positionals;
  if (name === undefined || reference === undefined || more.length > 0) throw invalidArgument("push takes an image, and a reference if it is to have another name there");
  const platforms = (values.platform ?? []).map(parsePlatform);
  await using host = await openHost(values);
  const { image } = await host.images.get({ name }, host.call);
  if (image == null) throw notFound(`image "${name}"`);
  const target = descriptorOf(image.target);
  const request: PushRequest = { ...values, name, reference, plainHttp: values["plain-http"], hostDir: findHostsDir(values["hosts-dir"]) };
  if (platforms.length === 0 || !isIndexType(target.mediaType)) return await transfer(host, { ...request, digest: target.digest });
  // A registry refuses an index of which it has not all: what is asked for gets an index of its own, or none.
  return await withLease(host, async (leased) => {
    const chosen = await choosePlatforms(leased, target, platforms);
    const alias = `${name}-push-${randomUUID()}`;
    await leased.images.create({ image: { name: alias, target: { ...chosen, annotations: {} } } }, leased.call);
    try {
      return await transfer(leased, { ...request, name: alias, digest: chosen.digest });
    } finally {
      await leased.images.delete({ name: alias }, host.call);
    }
  });
}

async function choosePlatforms(host: HostClient, target: Descriptor, platforms: Platform[]): Promise<{ mediaType: string; digest: string; size: number }> {
  const filtered = await convertImage(host, target, { matcher: orderedMatcher(platforms), toOci: false });
  const { manifests } = parseIndex(await readDocument(host, filtered), `index ${filtered.digest}`);
  const named = manifests.filter(({ platform }) => platform !== undefined);
  const { mediaType, digest, size } = named.length === 1 ? (named[0] as Descriptor) : filtered;
  return { mediaType, digest, size };
}

function descriptorOf(target: containerd.types.IDescriptor | null | undefined): Descriptor {
  return { mediaType: target?.mediaType ?? "", digest: target?.digest ?? "", size: target?.size ?? 0 };
}

interface PushRequest {
  name: string;
  reference: string;
  plainHttp: boolean;
  hostDir: string;
  user?: string | undefined;
  json: boolean;
}

async function transfer(host: HostClient, request: PushRequest & { digest: string }): Promise<number> {
  const { name, reference, json, user, hostDir, plainHttp, digest } = request;
  using interrupts = holdInterrupts();
  const { signal } = interrupts;
  const view = createView(json);
  const progress = await openTransferStream(host, {
    signal,
    onMessage(message) {
      if (typeNameOf(message) === "containerd.types.transfer.Progress") view.take(Progress.decode(message.value ?? new Uint8Array()));
      return undefined;
    },
  });
  const credentials = await openCredentials(host, user === undefined ? undefined : parseUser(user), signal);
  try {
    await host.transfer.transfer({
      source: packAny("containerd.types.transfer.ImageStore", ImageStore, { name }),
      destination: packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference, resolver: { hostDir, defaultScheme: plainHttp ? "http" : "", authStream: credentials?.id ?? "" } }),
      options: { progressStream: progress.id },
    }, { ...host.call, signal });
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    if (json) process.stdout.write(`${JSON.stringify({ event: "failed", error: messageOf(error) })}\n`);
    throw error;
  } finally {
    await Promise.all([progress.close(), credentials?.close()]);
  }
  view.end(reference, digest);
  return 0;
}

type Event = containerd.types.transfer.Progress;

// Between two lines about a blob that is on its way.
const EVERY_MS = 2000;

/** A line for each blob that is sent or there already, and from time to time for one on its way. */
function createView(json: boolean): { take(event: Event): void; end(reference: string, digest: string): void } {
  const began = performance.now();
  const told = new Map<string, number>();
  let sent = 0;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    take({ event, name, progress, total, desc }) {
      const bytes = { done: Number(progress), total: Number(total) };
      const digest = desc?.digest ?? "";
      if (event === "complete") sent += bytes.total;
      if (event === "uploading" && performance.now() - (told.get(name) ?? 0) < EVERY_MS) return;
      told.set(name, performance.now());
      if (json) return say(JSON.stringify({ event, ...(name === "" ? {} : { name }), ...(digest === "" ? {} : { digest }), ...(bytes.total === 0 ? {} : { bytes: bytes.done, size: bytes.total }) }));
      if (event === "uploading") say(`${name}  ${formatBytes(bytes.done)} of ${formatBytes(bytes.total)}`);
      else if (event === "complete") say(`${name}  sent, ${formatBytes(bytes.total)}`);
      else if (event === "already exists") say(`${name}  there already`);
    },
    end(reference, digest) {
      const elapsedMs = Math.round(performance.now() - began);
      say(json ? JSON.stringify({ event: "done", reference, digest, sentBytes: sent, elapsedMs }) : `${reference}  ${digest}  ${formatBytes(sent)} sent in ${(elapsedMs / 1000).toFixed(1)} s`);
    },
  };
}
