import type { IngestsService, stevedore } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import { digestProblem } from "@stevedore/oci";
import type { Handlers } from "@stevedore/rpc";
import type { Adopter } from "./writing/adopter.ts";
import type { Catalogue } from "./catalogue.ts";
import type { IngestEngine } from "./writing/ingest-engine.ts";
import type { IngestWriter } from "./writing/ingest-writer.ts";
import type { Scope } from "@stevedore/leases";
import { scopeOf } from "./service.ts";

type Request = stevedore.v1.IngestWriteRequest;
type Reply = stevedore.v1.IIngestWriteReply;

export interface IngestsServiceDeps {
  catalogue: Catalogue;
  engine: IngestEngine;
  adopter: Adopter;
}

/** The handlers of `stevedore.v1.Ingests`: content on the same host, where the bytes move as a file. */
export function createIngestsService({ catalogue, engine, adopter }: IngestsServiceDeps): Handlers<typeof IngestsService> {
  return {
    async *write(requests, context) {
      yield* conductFileWrite(engine, scopeOf(context), requests);
    },
    locate({ digest }, { namespace }) {
      const problem = digestProblem(digest);
      if (problem !== undefined) throw invalidArgument(`${digest}: ${problem}`);
      return catalogue.locate(namespace, digest);
    },
    async adopt({ path, digest, size, labels, createdAt, updatedAt }, context) {
      const times = { createdAt: createdAt ?? undefined, updatedAt: updatedAt ?? undefined };
      return { how: await adopter.adopt(scopeOf(context), { path, digest, size: Number(size), labels, ...times }) };
    },
  };
}

/** One reply to each request; a commit ends the stream. What the stream was told before a failure stays and is resumed. */
async function* conductFileWrite(engine: IngestEngine, scope: Scope, requests: AsyncIterable<Request>): AsyncIterable<Reply> {
  let writer: IngestWriter | undefined;
  let total = 0;
  let expected = "";
  try {
    for await (const request of requests) {
      const first = writer === undefined;
      total = request.total > 0 ? request.total : total;
      expected = request.expected === "" ? expected : request.expected;
      writer ??= await engine.open(scope, { ref: request.ref, total, expected, hashing: "worker" });
      if (!first && request.expected !== "") await writer.expect(request.expected);
      if (request.truncate) await writer.truncate();
      if (request.available > writer.offset) await writer.advance(request.available);
      const path = first || request.truncate ? writer.path : "";
      if (!request.commit) {
        yield { path, offset: writer.offset, digest: writer.digest };
        continue;
      }
      const { digest, size } = await writer.commit({ total, expected, labels: request.labels });
      yield { path, offset: size, digest, committed: true };
      return;
    }
    if (writer === undefined) throw invalidArgument("first message must have a reference", { verbatim: true });
  } finally {
    await writer?.close();
  }
}
