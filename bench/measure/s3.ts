import { rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { must, startHost, startS3Server, whyNoS3, type Host } from "@stevedore/tests/kit";
import type { Context } from "../context.ts";
import { timed, type Result } from "../rounds.ts";

/** A 1 GB blob read by `ctr content get` from a host on S3, its cache warm and empty, beside our local backend (which stands where stock stands elsewhere). */
export async function measureS3(context: Context): Promise<Result[]> {
  const skip = await whyNoS3();
  if (skip !== undefined) {
    process.stderr.write(`s3: not measured: ${skip}\n`);
    return [];
  }
  const megabytes = context.rounds(1024) < 1024 ? 128 : 1024;
  await using server = await startS3Server();
  await server.createBucket("bench");
  const { accessKey, secretKey } = server.keys;
  await using remote = await startHost({
    config: `[stevedore.content]\nbackend = "s3"\n[stevedore.content.s3]\nendpoint = "${server.endpoint}"\nbucket = "bench"\naccess_key = "${accessKey}"\nsecret_key = "${secretKey}"\n`,
  });
  const file = join(context.dir, "s3-blob");
  await writeRandom(file, megabytes);
  const digest = `sha256:${(await must("sha256sum", [file], { timeout: 120_000 })).split(" ")[0]}`;
  for (const host of [context.ours, remote]) await throughShell(host, `content ingest --expected-digest ${digest} bench < ${file}`);
  for (const host of [context.ours, remote]) await host.must(["content", "label", digest, "containerd.io/gc.root=bench"]);
  const read = (host: Host) => timed(() => throughShell(host, `content get ${digest} > /dev/null`));
  const readEmpty = async () => {
    await remote.stop();
    await rm(join(remote.root, "io.stevedore.content.s3/blobs"), { recursive: true });
    await remote.restart();
    return read(remote);
  };
  const what = `s3 backend beside the local one (as "stock"): read of ${megabytes} MB`;
  const cached: Result = { name: `${what}, cached`, unit: "ms", stock: [], ours: [] };
  const empty: Result = { name: `${what}, cache empty`, unit: "ms", stock: cached.stock, ours: [] };
  // By turns, and one local read for both: a gigabyte takes its time. The first round's copies have just been written.
  for (let round = 0; round < context.rounds(3); round++) {
    cached.stock.push(await read(context.ours));
    cached.ours.push(await read(remote));
    empty.ours.push(await readEmpty());
  }
  await context.ours.must(["content", "rm", digest]);
  return [cached, empty];
}

async function writeRandom(file: string, megabytes: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let written = 0; written < megabytes; written++) if (!stream.write(randomBytes(1 << 20))) await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}

/** `ctr` with a file as its stdin or stdout: no byte passes through this process. */
async function throughShell(host: Host, command: string): Promise<void> {
  await must("sh", ["-c", `ctr -a ${host.address} -n ${host.namespace} ${command}`], { timeout: 600_000 });
}
