import { Annotation } from "@stevedore/estargz";
import type { Descriptor } from "@stevedore/oci";
import type { Fetcher } from "@stevedore/registry";

/** The end of a layer's blob, where its table of contents is. */
export interface Tail {
  offset: number;
  bytes: Buffer;
}

/** By digest. What could not be had is rejected, which nobody has to catch. */
export type Tails = ReadonlyMap<string, Promise<Tail>>;

/** Mostly the whole table; of a longer one its place, by the footer. */
const TAIL = 128 << 10;
/** What is hardly longer comes with it. */
const WHOLE = 512 << 10;

/** Those that can be shown before they have arrived: from the lowest one up to the first without a table of contents. */
export function layersWithTables(layers: readonly Descriptor[]): readonly Descriptor[] {
  const without = layers.findIndex(({ annotations }) => annotations?.[Annotation.tocDigest] === undefined);
  return layers.slice(0, without === -1 ? layers.length : without);
}

/** Asks for the ends of all these layers at once. */
export function fetchTails(layers: readonly Descriptor[], { fetcher, signal }: { fetcher: Fetcher; signal: AbortSignal }): Tails {
  return new Map(layersWithTables(layers).map((layer) => [layer.digest, fetchTail(layer, { fetcher, signal })]));
}

export function fetchTail(layer: Descriptor, { fetcher, signal }: { fetcher: Fetcher; signal: AbortSignal }): Promise<Tail> {
  const { size } = layer;
  const offset = size <= WHOLE ? 0 : size - TAIL;
  const tail = fetcher.range(layer, { offset, length: size - offset, signal }).then((bytes) => ({ offset, bytes }));
  tail.catch(() => undefined);
  return tail;
}
