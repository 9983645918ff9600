import { open, type FileHandle } from "node:fs/promises";
import { isConfigType, isDigest, isIndexType, isManifestType, MediaType, type Descriptor } from "@stevedore/oci";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Asked, Found, Library } from "./library.ts";
import { problem } from "./problem.ts";
import { parseRange } from "./range.ts";

const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const ROUTE = /^(.+)\/(manifests|blobs|tags|referrers)\/([^/]+)$/;
// Pieces in which a file is read: large, because each is a trip through the event loop and one system call.
const PIECE_BYTES = 1 << 20;

type Query = Record<string, string | undefined>;

/** Answers `GET` and `HEAD` of what comes after `/v2/` (distribution spec 1.1, "Pull" and "Content Discovery"). */
export function createAnswer(library: Library): (path: string, request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  return async (path, request, reply) => {
    const query = request.query as Query;
    if (path === "") return reply.type("application/json").send("{}");
    if (path === "_catalog") return sendPage(reply, { all: await library.names(), query, path: "/v2/_catalog", field: "repositories" });
    const [, name = "", kind = "", reference = ""] = ROUTE.exec(path) ?? [];
    if (name === "") throw problem(404, "UNSUPPORTED", `no such endpoint: /v2/${path}`);
    if (!NAME.test(name)) throw problem(400, "NAME_INVALID", `${JSON.stringify(name)} is no repository name`);
    const asked: Asked = { name, host: query["ns"] };
    if (kind === "tags" && reference === "list") return sendPage(reply, { all: await library.tags(asked), query, path: `/v2/${name}/tags/list`, field: "tags", more: { name } });
    if (kind === "tags") throw problem(404, "UNSUPPORTED", `no such endpoint: /v2/${path}`);
    if (kind === "manifests") return sendManifest(library, asked, reference, { request, reply });
    if (!isDigest(reference)) throw problem(400, "DIGEST_INVALID", `${JSON.stringify(reference)} is no digest`);
    if (kind === "referrers") return sendReferrers(library, asked, reference, { query, reply });
    return sendFound(() => library.blob(asked, reference), { request, reply, type: "application/octet-stream" });
  };
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

function sendManifest(library: Library, asked: Asked, reference: string, exchange: Exchange): Promise<unknown> {
  const isByDigest = reference.includes(":");
  if (isByDigest && !isDigest(reference)) throw problem(400, "DIGEST_INVALID", `${JSON.stringify(reference)} is no digest`);
  if (!isByDigest && !TAG.test(reference)) throw problem(404, "MANIFEST_UNKNOWN", `${JSON.stringify(reference)} is no tag`);
  return sendFound(() => library.manifest(asked, isByDigest ? { digest: reference } : { tag: reference }), exchange);
}

async function sendFound(find: () => Promise<Found>, { request, reply, type }: Exchange & { type?: string }): Promise<unknown> {
  const { found, file } = await openFound(find, { request, isManifest: type === undefined });
  const { digest, mediaType } = found.descriptor;
  reply.headers({ "docker-content-digest": digest, etag: `"${digest}"`, "accept-ranges": "bytes", "content-type": type ?? mediaType });
  if (request.headers["if-none-match"]?.includes(`"${digest}"`) === true) {
    await file?.close();
    return reply.code(304).send();
  }
  const range = parseRange(request.headers.range, found.size);
  if (range === "unsatisfiable") {
    await file?.close();
    throw problem(416, "UNSUPPORTED", `the range ${request.headers.range} is not within ${found.size} bytes`, { "content-range": `bytes */${found.size}` });
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  if (range !== undefined) reply.code(206).header("content-range", `bytes ${start}-${end}/${found.size}`);
  reply.header("content-length", end - start + 1);
  if (file === undefined || end < start) {
    await file?.close();
    return reply.send(file === undefined ? undefined : "");
  }
  // The descriptor is open: from here on neither a collection nor the death of the content service matters.
  return reply.send(file.createReadStream({ start, end, highWaterMark: PIECE_BYTES }));
}

// A file may be collected between its being found and its being opened; then it is looked for again, and not found.
async function openFound(find: () => Promise<Found>, { request, isManifest }: { request: FastifyRequest; isManifest: boolean }): Promise<{ found: Found; file: FileHandle | undefined }> {
  for (let attempt = 1; ; attempt++) {
    const found = await find();
    requireKind(found, isManifest);
    if (request.method === "HEAD") return { found, file: undefined };
    try {
      return { found, file: await open(found.path, "r") };
    } catch (error) {
      if (attempt === 2) throw error;
    }
  }
}

// What a layer's digest names is no manifest, though it is in the repository.
function requireKind({ descriptor: { digest, mediaType } }: Found, isManifest: boolean): void {
  if (isManifest && !isManifestType(mediaType) && !isIndexType(mediaType)) {
    throw problem(404, "MANIFEST_UNKNOWN", `${digest} is ${isConfigType(mediaType) ? "a config" : "a blob"}, no manifest`);
  }
}

async function sendReferrers(library: Library, asked: Asked, digest: string, { query, reply }: { query: Query; reply: FastifyReply }): Promise<unknown> {
  const all = await library.referrers(asked, digest);
  const { artifactType } = query;
  const manifests: Descriptor[] = artifactType === undefined ? all : all.filter((referrer) => referrer.artifactType === artifactType);
  if (artifactType !== undefined) reply.header("oci-filters-applied", "artifactType");
  // As bytes: to a text Fastify would add a charset, which this type hasn't got.
  return reply.type(MediaType.ociIndex).send(Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.ociIndex, manifests })));
}

interface Page {
  all: readonly string[];
  query: Query;
  path: string;
  field: string;
  more?: Record<string, string>;
}

function sendPage(reply: FastifyReply, { all, query: { n, last, ns }, path, field, more }: Page): unknown {
  if (n !== undefined && !/^\d+$/.test(n)) throw problem(400, "UNSUPPORTED", `n=${n} is no number`);
  const rest = last === undefined ? all : all.filter((name) => name > last);
  const page = n === undefined ? rest : rest.slice(0, Number(n));
  if (page.length > 0 && page.length < rest.length) {
    const next = new URLSearchParams({ n: String(n), last: page.at(-1)!, ...(ns === undefined ? {} : { ns }) });
    reply.header("link", `<${path}?${next.toString()}>; rel="next"`);
  }
  return reply.type("application/json").send(JSON.stringify({ ...more, [field]: page }));
}
