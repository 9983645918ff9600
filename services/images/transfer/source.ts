import type { containerd } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { Fetcher, Pusher, PusherOptions, Resolved } from "@stevedore/registry";

/** Where blobs come from. */
export interface Source {
  /** For `distribution.source` labels and errors; absent when they come from no registry. */
  origin?: { host: string; repository: string };
  /** What it was made of: how it can be asked again later. */
  registry?: containerd.types.transfer.IOCIRegistry;
  fetcher: Fetcher;
}

/** A registry's repository, which is also where an image can be pushed to. */
export interface RegistrySource extends Source {
  origin: { host: string; repository: string };
  /** As progress messages name it: `OCI Registry (REF)`. */
  title: string;
  /** `withDocument`: its manifest or index is wanted next. */
  resolve(options: { withDocument: boolean }): Promise<Resolved>;
  pusher(options: PusherOptions): Pusher;
}

/** What has been stored already: asking for anything else is NotFound. */
export const localSource: Source = {
  fetcher: {
    open: ({ digest }) => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(notFound(`content digest ${digest}`)) }) }),
    async range({ digest }) { throw notFound(`content digest ${digest}`); },
    async read({ digest }) { throw notFound(`content digest ${digest}`); },
  },
};
