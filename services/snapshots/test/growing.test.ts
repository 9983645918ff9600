import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { stevedore } from "@stevedore/api";
import { isError } from "@stevedore/errors";
import { createMessageQueue } from "@stevedore/rpc";
import { describe, expect, test } from "vitest";
import { failure, isRoot, startService, type ServiceHost } from "./kit.ts";
import { buildTar } from "./tar-builder.ts";

const NS = { namespace: "default" };
const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
const random = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919 * (i >> 3)) & 0xff));
const archive = buildTar([{ name: "first", data: random.subarray(0, 200_000) }, { name: "second", data: random.subarray(200_000) }]);
const layer = gzipSync(archive);

interface Unpacking {
  file: string;
  upper: string;
  requests: ReturnType<typeof createMessageQueue<stevedore.v1.IUnpackRequest>>;
  result: Promise<stevedore.v1.UnpackReply[]>;
}

async function begin(host: ServiceHost, key: string, signal?: AbortSignal): Promise<Unpacking> {
  const { mounts } = await host.snapshots.prepare({ snapshotter: "overlayfs", key, parent: "" }, NS);
  const file = path.join(host.root, `${key}.blob`);
  writeFileSync(file, "");
  const requests = createMessageQueue<stevedore.v1.IUnpackRequest>();
  requests.push({ path: file, mediaType, mounts, available: 0 });
  const result = Array.fromAsync(host.unpack.apply(requests, { ...NS, ...(signal === undefined ? {} : { signal }) }));
  result.catch(() => undefined);
  return { file, upper: mounts[0]!.source!, requests, result };
}

describe.skipIf(!isRoot)("a layer is unpacked while it arrives (needs root)", () => {
  test("never past what is said to be complete, and done when the file is", async () => {
    await using host = await startService();
    const { file, upper, requests, result } = await begin(host, "growing");
    const half = Math.floor(layer.length / 2);
    // What lies behind `available` is not the layer's yet.
    writeFileSync(file, Buffer.concat([layer.subarray(0, half), Buffer.alloc(5000, 0xff)]));
    requests.push({ available: half });
    while (!existsSync(path.join(upper, "first"))) await delay(5);
    expect(existsSync(path.join(upper, "second"))).toBe(false);
    writeFileSync(file, layer);
    requests.push({ available: layer.length, end: true });
    const replies = await result;
    const { applied } = replies.at(-1)!;
    expect(applied).toMatchObject({ mediaType: "application/vnd.oci.image.layer.v1.tar", size: archive.length });
    expect(existsSync(path.join(upper, "second"))).toBe(true);
    await host.snapshots.commit({ snapshotter: "overlayfs", name: "done", key: "growing" }, NS);
  });

  test("a stream that ends early, a caller that goes away: the snapshot can be removed", async () => {
    await using host = await startService();
    const ended = await begin(host, "ended");
    appendFileSync(ended.file, layer.subarray(0, 1000));
    ended.requests.push({ available: 1000 });
    ended.requests.end();
    expect((await failure(ended.result)).message).toContain("the stream ended before the layer did");

    const abort = new AbortController();
    const gone = await begin(host, "gone", abort.signal);
    abort.abort();
    await failure(gone.result);
    for (const key of ["ended", "gone"]) await host.snapshots.remove({ snapshotter: "overlayfs", key }, NS);
    expect(await host.overlayfs.list("default")).toEqual([]);
  });

  test("what is no layer, a file that is not there, one that is shorter than said", async () => {
    await using host = await startService();
    const { mounts } = await host.snapshots.prepare({ snapshotter: "overlayfs", key: "k", parent: "" }, NS);
    const apply = (request: stevedore.v1.IUnpackRequest): Promise<Error> =>
      failure(Array.fromAsync(host.unpack.apply((async function* () { yield { mounts, mediaType, available: 10, end: true, ...request }; })(), NS)));
    expect((await apply({ path: "/x", mediaType: "text/plain" })).message).toContain("failed to get stream processor for text/plain: no processor for media-type");
    expect(isError(await apply({ path: path.join(host.root, "nowhere") }), "notFound")).toBe(true);
    const short = path.join(host.root, "short");
    writeFileSync(short, "abc");
    expect((await apply({ path: short })).message).toContain("has 3 bytes, not 10");
  });
});
