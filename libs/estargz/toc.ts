/** The table of contents of an eStargz blob, as its JSON has it (stargz-snapshotter's docs/estargz.md). */
export interface Toc {
  version: number;
  entries: TocEntry[];
}

export type TocEntryType = "dir" | "reg" | "symlink" | "hardlink" | "char" | "block" | "fifo" | "chunk";

/** One entry of the tar, or one further chunk of the regular file before it. What is absent is 0 or empty. */
export interface TocEntry {
  name: string;
  type: TocEntryType;
  size?: number;
  /** RFC 3339, whole seconds. */
  modtime?: string;
  linkName?: string;
  /** Permission bits with set-user-id, set-group-id and sticky, as in the tar header. */
  mode?: number;
  uid?: number;
  gid?: number;
  userName?: string;
  groupName?: string;
  /** Where in the blob the compressed stream with the payload begins. */
  offset?: number;
  /** Where in the inflated stream the payload begins: not 0 when several payloads share one. */
  innerOffset?: number;
  devMajor?: number;
  devMinor?: number;
  /** Values in base64. */
  xattrs?: Record<string, string>;
  /** Of the whole file. */
  digest?: string;
  chunkOffset?: number;
  /** Absent: up to the end of the file. */
  chunkSize?: number;
  chunkDigest?: string;
}

/** The TOC's name in the tar. */
export const TOC_NAME = "stargz.index.json";

/** A file whose place says how far a reader should fetch ahead; the other says that it should not. */
export const PREFETCH_LANDMARK = ".prefetch.landmark";
export const NO_PREFETCH_LANDMARK = ".no.prefetch.landmark";
/** What a landmark file holds. */
export const LANDMARK = 0xf;

/** Annotations of a layer's descriptor in its manifest. */
export const Annotation = {
  tocDigest: "containerd.io/snapshot/stargz/toc.digest",
  uncompressedSize: "io.containers.estargz.uncompressed-size",
} as const;

/** A tar entry's name without what makes no difference: `./a//b/` is `a/b`, the root is empty, `..` leads nowhere. */
export function cleanName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}
