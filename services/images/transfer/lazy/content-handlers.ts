import type { LazyContentService } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";
import type { Arrivals } from "./arrivals.ts";

const PART = 1 << 20;

/** The handlers of `stevedore.v1.LazyContent`. */
export function createLazyContentHandlers(arrivals: Arrivals | undefined): Handlers<typeof LazyContentService> {
  return {
    async *read({ digest, offset, length }, { namespace, signal }) {
      if (arrivals === undefined) throw notFound(`blob ${digest}: nothing of it is arriving`);
      const bytes = await arrivals.read(namespace, { digest, offset, length }, signal);
      for (let at = 0; at < bytes.length; at += PART) yield { data: bytes.subarray(at, at + PART) };
    },
    locate({ digest, offset, length, ahead, again }, { namespace }) {
      if (arrivals === undefined) throw notFound(`blob ${digest}: nothing of it is arriving`);
      return arrivals.locate(namespace, digest, { offset, length, ahead, again });
    },
    list: () => ({ arrivals: arrivals?.list() ?? [] }),
  };
}
