import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { SnapshotsService, UnpackService, type stevedore } from "@stevedore/api";
import { alreadyExists, failedPrecondition, invalidArgument, notFound } from "@stevedore/errors";
import { MediaType } from "@stevedore/oci";
import type { HandlerTable } from "@stevedore/rpc";

/** Snapshots without disks, and an applier that only hashes: for faults and orders that real ones can't be made to have. */
export interface FakeSnapshots {
  /** Name to parent of committed ones, and keys of active ones. */
  committed: Map<string, { parent: string; labels: Record<string, string> }>;
  active: Map<string, { parent: string }>;
  /** `prepare`, `apply`, `applied`, `commit`, `remove` with the diff id or chain id that it was about. */
  log: string[];
  /** Most applies that ran at once. */
  mostAtOnce: number;
  /** Diff ids of layers that it has from elsewhere: a Prepare for one makes its snapshot, and says AlreadyExists. */
  remote: Set<string>;
  /** Labels of the latest Prepare, by diff id. */
  told: Map<string, Record<string, string>>;
  /** Called before each apply ends; throw to fail it. */
  beforeEnd: (mounts: string) => Promise<void>;
  /** Called in place of Commit's own doing; return true when done. */
  onCommit: (name: string) => boolean;
}

export function addFakeSnapshots(table: HandlerTable): FakeSnapshots {
  let running = 0;
  const fake: FakeSnapshots = { committed: new Map(), active: new Map(), log: [], mostAtOnce: 0, remote: new Set(), told: new Map(), beforeEnd: async () => undefined, onCommit: () => false };
  const { committed, active, log } = fake;
  table.add(SnapshotsService, {
    stat({ key }) {
      const found = committed.get(key);
      if (found === undefined) throw notFound(`snapshot ${key}`);
      return { info: { name: key, parent: found.parent } };
    },
    prepare({ key, parent, labels }) {
      if (parent !== "" && !committed.has(parent)) throw notFound(`parent snapshot ${parent}`);
      const diffId = labels["containerd.io/snapshot/diff-id"] ?? "";
      log.push(`prepare ${diffId}`);
      fake.told.set(diffId, labels);
      if (fake.remote.has(diffId)) {
        committed.set(labels["containerd.io/snapshot.ref"] ?? "", { parent, labels });
        throw alreadyExists("target snapshot");
      }
      active.set(key, { parent });
      return { mounts: [{ type: "overlay", source: diffId, options: [key] }] };
    },
    commit({ name, key, parent, labels }) {
      if (fake.onCommit(name)) return {};
      const found = active.get(key);
      if (found === undefined) throw notFound(`snapshot ${key}`);
      if (found.parent !== "" && parent !== "") throw invalidArgument("parent twice");
      const base = parent || found.parent;
      if (base !== "" && !committed.has(base)) throw failedPrecondition(`parent ${base} is not committed`);
      if (committed.has(name)) throw alreadyExists(`snapshot ${name}`);
      active.delete(key);
      committed.set(name, { parent: base, labels });
      log.push(`commit ${name}`);
      return {};
    },
    remove({ key }) {
      if (!active.delete(key)) throw notFound(`snapshot ${key}`);
      log.push("remove");
      return {};
    },
  });
  table.add(UnpackService, {
    async *apply(requests, { signal }) {
      running++;
      fake.mostAtOnce = Math.max(fake.mostAtOnce, running);
      try {
        yield* applyFollowing(fake, requests, signal);
      } finally {
        running--;
      }
    },
  });
  return fake;
}

async function* applyFollowing(fake: FakeSnapshots, requests: AsyncIterable<stevedore.v1.UnpackRequest>, signal: AbortSignal): AsyncGenerator<stevedore.v1.IUnpackReply> {
  const hash = createHash("sha256");
  let size = 0;
  let input: PassThrough | undefined;
  let done: Promise<void> | undefined;
  let file: Awaited<ReturnType<typeof open>> | undefined;
  let diffId = "";
  let consumed = 0;
  try {
    for await (const { path, mediaType, mounts, available, end } of requests) {
      if (file === undefined) {
        diffId = mounts[0]?.source ?? "";
        file = await open(path, "r").catch((error: Error) => { throw notFound(error.message); });
        fake.log.push(`apply ${diffId}`);
        input = new PassThrough();
        const inflate = mediaType === MediaType.ociLayerGzip ? createGunzip() : new PassThrough();
        const sink = new Transform({ transform(chunk: Buffer, _encoding, next) { hash.update(chunk); size += chunk.length; next(); } });
        done = pipeline(input, inflate, sink.resume(), { signal }).catch((error: Error) => { throw invalidArgument(error.message); });
        done.catch(() => {});
      }
      while (consumed < available) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(1 << 20, available - consumed)), 0, undefined, consumed);
        consumed += bytesRead;
        input!.write(buffer.subarray(0, bytesRead));
      }
      if (!end) {
        yield { consumed };
        continue;
      }
      input!.end();
      await done;
      await fake.beforeEnd(diffId);
      await sleep(1);
      fake.log.push(`applied ${diffId}`);
      yield { consumed, applied: { mediaType: MediaType.ociLayer, digest: `sha256:${hash.digest("hex")}`, size } };
      return;
    }
  } finally {
    await file?.close();
  }
}
