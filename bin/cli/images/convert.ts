import { parseArgs } from "node:util";
import { invalidArgument, isError, notFound } from "@stevedore/errors";
import { anyPlatform, type Descriptor, hostPlatform, orderedMatcher, parsePlatform, type PlatformMatcher } from "@stevedore/oci";
import { formatBytes } from "../format.ts";
import { CLIENT_OPTIONS, openHost, withLease, type HostClient } from "../host-client.ts";
import { convertImage } from "./convert-image.ts";
import type { LayerFormat } from "./convert-layer.ts";

const OPTIONS = {
  ...CLIENT_OPTIONS,
  estargz: { type: "boolean", default: false },
  zstd: { type: "boolean", default: false },
  uncompress: { type: "boolean", default: false },
  oci: { type: "boolean", default: false },
  level: { type: "string" },
  "chunk-size": { type: "string" },
  platform: { type: "string", multiple: true },
  "all-platforms": { type: "boolean", default: false },
} as const;

/** `stevedore images convert SOURCE TARGET`: prints the new image's digest. */
export async function convert(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [source, target, ...more] = positionals;
  if (source === undefined || target === undefined || more.length > 0) throw invalidArgument("images convert takes the name of an image and a name for the new one");
  const format = formatOf(values);
  const options = { level: numberOf("level", values.level), chunkSize: numberOf("chunk-size", values["chunk-size"]) };
  const matcher = matcherOf(values.platform ?? [], values["all-platforms"]);
  // Docker's manifests have neither a type for zstd nor annotations.
  const toOci = values.oci || format === "zstd" || format === "estargz";
  await using host = await openHost(values);
  const { image } = await host.images.get({ name: source }, host.call);
  if (image?.target == null) throw notFound(`image "${source}"`);
  const { mediaType = "", digest = "", size = 0, annotations } = image.target as Descriptor;
  const root: Descriptor = { mediaType, digest, size, ...(annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations }) };
  const converted = await withLease(host, async (leased) => {
    const found = await convertImage(leased, root, {
      matcher, toOci, layers: format === undefined ? undefined : { format, ...options },
      onLayer: (from, to) => process.stderr.write(`${from.digest} (${formatBytes(from.size)}) → ${to.digest} (${formatBytes(to.size)})\n`),
    });
    await save(leased, target, { labels: image.labels ?? {}, target: found });
    return found;
  });
  process.stdout.write(`${converted.digest}\n`);
  return 0;
}

function formatOf({ estargz, zstd, uncompress }: { estargz: boolean; zstd: boolean; uncompress: boolean }): LayerFormat | undefined {
  const formats: LayerFormat[] = [...(estargz ? (["estargz"] as const) : []), ...(zstd ? (["zstd"] as const) : []), ...(uncompress ? (["uncompressed"] as const) : [])];
  if (formats.length > 1) throw invalidArgument("--estargz, --zstd and --uncompress exclude each other");
  return formats[0];
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw invalidArgument(`--${flag}: expected a number above 0, found ${JSON.stringify(text)}`);
  return Number(text);
}

function matcherOf(platforms: readonly string[], all: boolean): PlatformMatcher {
  if (all && platforms.length > 0) throw invalidArgument("--platform and --all-platforms exclude each other");
  if (all) return anyPlatform;
  return orderedMatcher(platforms.length === 0 ? [hostPlatform()] : platforms.map(parsePlatform));
}

async function save(host: HostClient, name: string, { labels, target }: { labels: Record<string, string>; target: Descriptor }): Promise<void> {
  const { mediaType, digest, size, annotations } = target;
  const image = { name, labels, target: { mediaType, digest, size, annotations: annotations ?? {} } };
  try {
    await host.images.create({ image }, host.call);
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw error;
    await host.images.update({ image }, host.call);
  }
}
