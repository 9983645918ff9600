import { createHash } from "node:crypto";
import path from "node:path";
import { isDigest, parseDigest } from "@stevedore/oci";

/** The files of one ingest. */
export interface IngestPaths {
  readonly directory: string;
  readonly ref: string;
  readonly data: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly total: string;
}

/** containerd's layout of a content directory, so that an existing store can be adopted. */
export interface Layout {
  readonly blobs: string;
  readonly ingests: string;
  /** For blobs that were damaged. */
  readonly aside: string;
  blob(digest: string): string;
  ingest(ref: string): IngestPaths;
  /** The digest that a file `<algorithm>/<name>` stands for; undefined for files that are not ours. */
  digestOf(algorithm: string, name: string): string | undefined;
}

export function createLayout(root: string): Layout {
  const blobs = path.join(root, "blobs");
  const ingests = path.join(root, "ingest");
  return {
    blobs,
    ingests,
    aside: path.join(root, "corrupt"),
    blob(digest) {
      const { algorithm, hex } = parseDigest(digest);
      return path.join(blobs, algorithm, hex);
    },
    ingest: (ref) => ingestPaths(path.join(ingests, createHash("sha256").update(ref).digest("hex"))),
    digestOf(algorithm, name) {
      const digest = `${algorithm}:${name}`;
      return isDigest(digest) ? digest : undefined;
    },
  };
}

/** The files inside an ingest's directory. */
export function ingestPaths(directory: string): IngestPaths {
  const file = (name: string): string => path.join(directory, name);
  return { directory, ref: file("ref"), data: file("data"), startedAt: file("startedat"), updatedAt: file("updatedat"), total: file("total") };
}
