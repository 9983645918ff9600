import { containerd } from "@stevedore/api";
import { invalidArgument, outOfRange } from "@stevedore/errors";
import { giveBack } from "@stevedore/rpc";
import type { IngestEngine } from "./ingest-engine.ts";
import type { IngestWriter } from "./ingest-writer.ts";
import type { Scope } from "@stevedore/leases";

type Request = containerd.services.content.v1.WriteContentRequest;
type Reply = containerd.services.content.v1.IWriteContentResponse;

const { WriteAction } = containerd.services.content.v1;

/**
 * The dialogue of Content.Write: one reply to each request, and the last reply once more when the client has
 * finished. The stream holds the ref; whatever ends it frees the ref and keeps the bytes.
 */
export async function* conductWrite(engine: IngestEngine, scope: () => Scope, requests: AsyncIterable<Request>): AsyncIterable<Reply> {
  let writer: IngestWriter | undefined;
  let reply: Reply = {};
  let total = 0;
  let expected = "";
  try {
    for await (const request of requests) {
      total = request.total > 0 ? request.total : total;
      expected = request.expected === "" ? expected : request.expected;
      if (writer === undefined) writer = await openFirst(engine, scope, request);
      else if (request.expected !== "") await writer.expect(request.expected);
      reply = { ...reply, ...(await answer(writer, request, { total, expected })) };
      yield reply;
      if (request.action === WriteAction.COMMIT) break;
    }
    if (writer === undefined) throw noReference();
    yield reply;
  } finally {
    await writer?.close();
  }
}

function openFirst(engine: IngestEngine, scope: () => Scope, { ref, total, expected }: Request): Promise<IngestWriter> {
  if (ref === "") throw noReference();
  return engine.open(scope(), { ref, total: Math.max(0, total), expected, hashing: "inline" });
}

function noReference(): Error {
  return invalidArgument("first message must have a reference", { verbatim: true });
}

interface Announced {
  total: number;
  expected: string;
}

// Times and total are in a reply only once a STAT has asked for them.
async function answer(writer: IngestWriter, request: Request, announced: Announced): Promise<Reply> {
  const { action } = request;
  if (action === WriteAction.STAT) {
    const { offset, digest, startedAt, updatedAt } = writer;
    return { action, offset, digest, startedAt, updatedAt, total: announced.total };
  }
  if (action !== WriteAction.WRITE && action !== WriteAction.COMMIT) return { action, offset: writer.offset };
  await append(writer, request);
  if (action === WriteAction.COMMIT) {
    const { digest, size } = await writer.commit({ ...announced, labels: request.labels });
    return { action, offset: size, digest };
  }
  return { action, offset: writer.offset, digest: writer.digest };
}

async function append(writer: IngestWriter, { offset, data }: Request): Promise<void> {
  const current = writer.offset;
  if (offset > 0 && offset !== current) {
    throw outOfRange(`write @${offset} must occur at current offset ${current}`, { verbatim: true });
  }
  if (offset === 0 && current > 0) await writer.truncate();
  if (data.length > 0) await writer.write(data);
  giveBack(data);
}
