import { google } from "@stevedore/api";
import type { StreamProcessorConfig } from "@stevedore/config";
import { unknownError } from "@stevedore/errors";
import { compressionOf } from "@stevedore/oci";
import type { ProcessorRun } from "./stream-processors.ts";

export type Payloads = Readonly<Record<string, google.protobuf.IAny>>;

const TAR = "application/vnd.oci.image.layer.v1.tar";

/**
 * The programs that turn a media type into a layer's, in order; the configured ones come before what this service does itself.
 * @throws Unknown when none is configured for a type that is no layer's
 */
export function chainProcessors(mediaType: string, configured: Readonly<Record<string, StreamProcessorConfig>>, payloads: Payloads = {}): ProcessorRun[] {
  const chain: ProcessorRun[] = [];
  const entries = Object.entries(configured);
  for (let type = mediaType; type !== TAR; ) {
    const [id, found] = entries.findLast(([, { accepts }]) => accepts.includes(type)) ?? [];
    if (found === undefined && isPlainLayer(type)) break;
    if (found === undefined || chain.length > entries.length) {
      throw unknownError(`failed to get stream processor for ${mediaType}: no processor for media-type`, entries.length === 0 ? {} : { hint: `stream_processors accept ${entries.flatMap(([, { accepts }]) => accepts).join(", ")}` });
    }
    const payload = payloads[id!];
    chain.push({ mediaType: type, path: found.path, args: found.args, env: found.env, ...(payload === undefined ? {} : { payload: google.protobuf.Any.encode(payload).finish() }) });
    type = found.returns;
  }
  return chain;
}

// An encrypted layer is called one too, with what was done to it behind.
function isPlainLayer(mediaType: string): boolean {
  return compressionOf(mediaType) !== undefined && !mediaType.endsWith("+encrypted");
}
