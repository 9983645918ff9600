export { BLOCK_BYTES, number, text, TypeFlag, type PlacedEntry, type SparsePart, type TarEntry, type TarTime } from "./header.ts";
export { createTarParser, type TarParser, type TarSink } from "./parser.ts";
export { readTar, type ReadOptions, type StreamedEntry } from "./reader.ts";
export { createSparseWriter } from "./sparse.ts";
export { toText } from "./text.ts";
export { encodeHeader, paddingOf, TAR_END, type TarRecord } from "./writer.ts";
