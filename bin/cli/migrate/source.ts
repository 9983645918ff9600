import type { Timestamp } from "@stevedore/api";

export type Labels = Readonly<Record<string, string>>;

export interface SourceImage {
  name: string;
  labels: Labels;
  target: { digest: string; size: number; mediaType: string; annotations: Labels };
  createdAt: Timestamp;
}

export interface SourceBlob {
  digest: string;
  size: number;
  labels: Labels;
  createdAt: Timestamp;
  updatedAt: Timestamp;
}

export interface SourceLease {
  id: string;
  labels: Labels;
  /** `content`, `ingests`, `images`, `snapshots/<snapshotter>`. */
  resources: { type: string; id: string }[];
}

/** What of a containerd's records is brought over, and how much there is of what is not. */
export interface SourceNamespace {
  name: string;
  labels: Labels;
  images: SourceImage[];
  blobs: SourceBlob[];
  leases: SourceLease[];
  left: { containers: number; snapshots: number; ingests: number; sandboxes: number };
}

/** The records of a containerd, read from its API or its bolt file: either gives the same. */
export interface Source extends AsyncDisposable {
  /** For people: `containerd 1.6.20 on /run/containerd/containerd.sock`, `…/meta.db`. */
  readonly description: string;
  /** In bytewise order, as everything in them. */
  namespaces(): Promise<string[]>;
  read(namespace: string): Promise<SourceNamespace>;
  /** False for a blob that is not in the records any more: a daemon goes on while it is read. */
  hasBlob(namespace: string, digest: string): Promise<boolean>;
}
