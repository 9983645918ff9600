export { Annotation, cleanName, LANDMARK, NO_PREFETCH_LANDMARK, PREFETCH_LANDMARK, TOC_NAME, type Toc, type TocEntry, type TocEntryType } from "./toc.ts";
export { encodeFooter, FOOTER_BYTES, parseFooter, type Footer } from "./footer.ts";
export { indexToc, type Chunk, type TocFile } from "./toc-index.ts";
export { inflateChunk, inflateStream, verifyChunk } from "./chunk.ts";
export { openEstargz, type BlobSource, type Estargz, type OpenOptions } from "./reader.ts";
export { buildEstargz, type BuildOptions, type BuiltEstargz } from "./writer.ts";
