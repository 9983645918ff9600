import type { Chunk, TocFile } from "@stevedore/estargz";

/** One compressed stream of a layer's blob: payloads of files, and around them the archive's headers and padding. */
export interface LayerStream {
  offset: number;
  length: number;
  /** By where they begin in what the stream inflates to. */
  chunks: readonly { chunk: Chunk; file: number }[];
  /** Where the last of them ends in it. */
  end: number;
}

/** The compressed streams of a layer, in the order of its blob, numbered; whoever has the same table of contents numbers them the same. */
export interface LayerStreams {
  streams: readonly LayerStream[];
  /** Files that have bytes, numbered. */
  files: readonly TocFile[];
  numberOf(chunk: Chunk): number;
  /** By clean name. */
  fileOf(name: string): number | undefined;
}

export function layerStreams(all: Iterable<TocFile>): LayerStreams {
  const files = [...all].filter(({ chunks }) => chunks.length > 0);
  const byOffset = new Map<number, { chunk: Chunk; file: number }[]>();
  for (const [file, { chunks }] of files.entries()) {
    for (const chunk of chunks) {
      const same = byOffset.get(chunk.offset);
      if (same === undefined) byOffset.set(chunk.offset, [{ chunk, file }]);
      else same.push({ chunk, file });
    }
  }
  const streams = [...byOffset].toSorted(([a], [b]) => a - b).map(([offset, found]): LayerStream => {
    const chunks = found.length === 1 ? found : found.toSorted((a, b) => a.chunk.innerOffset - b.chunk.innerOffset);
    return { offset, length: found[0]?.chunk.length ?? 0, chunks, end: Math.max(...chunks.map(({ chunk }) => chunk.innerOffset + chunk.size)) };
  });
  const numbers = new Map(streams.map(({ offset }, i) => [offset, i]));
  const names = new Map(files.map(({ name }, i) => [name, i]));
  return { streams, files, numberOf: ({ offset }) => numbers.get(offset) as number, fileOf: (name) => names.get(name) };
}

/** The parts of an inflated stream that are no file's, in order. Undefined when chunks overlap, as no archive's do. */
export function gapsOf({ chunks }: LayerStream, inflatedLength: number): { at: number; length: number }[] | undefined {
  const gaps: { at: number; length: number }[] = [];
  let at = 0;
  for (const { chunk: { innerOffset, size } } of chunks) {
    if (innerOffset < at) return undefined;
    gaps.push({ at, length: innerOffset - at });
    at = innerOffset + size;
  }
  if (at > inflatedLength) return undefined;
  gaps.push({ at, length: inflatedLength - at });
  return gaps;
}
