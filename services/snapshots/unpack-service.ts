import type { stevedore, UnpackService } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { createMessageQueue, type CallContext, type Handlers } from "@stevedore/rpc";
import type { Layers } from "./apply/layers.ts";
import type { RunningJob } from "./disk/pool.ts";

export interface UnpackServiceDeps {
  layers: Layers;
  syncFs: boolean;
}

/** The handlers of `stevedore.v1.Unpack`: a layer is unpacked while its file still grows. */
export function createUnpackService({ layers, syncFs }: UnpackServiceDeps): Handlers<typeof UnpackService> {
  return {
    async *apply(requests, context) {
      const iterator = requests[Symbol.asyncIterator]();
      const first = await iterator.next();
      if (first.done === true || first.value.path === "") throw invalidArgument("first message must have a path");
      yield* follow({ layers, syncFs }, first.value, iterator, context);
    },
  };
}

async function* follow({ layers, syncFs }: UnpackServiceDeps, first: stevedore.v1.UnpackRequest, more: AsyncIterator<stevedore.v1.UnpackRequest>, { signal }: CallContext): AsyncGenerator<stevedore.v1.IUnpackReply> {
  const { path, mediaType, digest, mounts, available, end } = first;
  const abort = new AbortController();
  const replies = createMessageQueue<stevedore.v1.IUnpackReply>();
  const apply = layers.apply({ path, mediaType, digest, mounts, available, end, sync: syncFs }, {
    signal: AbortSignal.any([signal, abort.signal]),
    onProgress: (consumed) => replies.push({ consumed }),
    onStart: (job) => void followGrowth(job, more, end, abort),
  });
  apply.then(
    (applied) => (replies.push({ consumed: 0, applied }), replies.end()),
    // What the caller did wrong says more than that its layer was given up for it.
    (error: unknown) => replies.end(abort.signal.aborted ? abort.signal.reason : error),
  );
  try {
    yield* replies;
  } finally {
    // A caller that went away: what was unpacked so far is its snapshot's, and goes with that.
    abort.abort();
    await apply.catch(() => undefined);
  }
}

async function followGrowth(job: RunningJob<"unpack">, more: AsyncIterator<stevedore.v1.UnpackRequest>, ended: boolean, abort: AbortController): Promise<void> {
  try {
    while (!ended) {
      const { done, value } = await more.next();
      if (done === true) throw invalidArgument("the stream ended before the layer did");
      ended = value.end;
      job.grow(value.available, ended);
    }
  } catch (error) {
    abort.abort(error);
  }
}
