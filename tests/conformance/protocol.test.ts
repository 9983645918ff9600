import { gzipSync } from "node:zlib";
import { containerd, ContainersService, ContentService, packAny, TransferService, type ServiceDescriptor } from "@stevedore/api";
import { PUBLIC_SERVICES } from "../api-table.ts";
import { usePeers } from "./peers.ts";
import { frame, rawCall, type RawRequest } from "./raw-http2.ts";
import { createScenario, type Actor } from "./scenario.ts";

// What a client of one's own may send that none of the usual ones does.

const scenario = createScenario(usePeers());

/** Notes what a raw call came to; what the parser of messages says of one that is none is each side's own. */
async function noteRaw(s: Actor, label: string, request: RawRequest): Promise<void> {
  const { status, code, message, reset } = await rawCall(s.peer.side.address, { ...request, headers: { "containerd-namespace": s.namespace, ...request.headers } });
  s.note(label, { status, code, reset, message: message.replace(/(unmarshalling request|unmarshal the received message|decompress the message): .*/, "$1") });
}

async function onEveryMethod(ask: (path: string, service: ServiceDescriptor, method: string) => Promise<void>): Promise<void> {
  // Stock has no reflection.
  for (const service of PUBLIC_SERVICES.filter(({ name }) => !name.startsWith("grpc.reflection."))) for (const [method, { name }] of Object.entries(service.methods)) await ask(`/${service.name}/${name}`, service, method);
}

const BROKEN = { "a field that is cut off": Buffer.from([0x0a, 0x7f, 1]), "a wire type that there isn't": Buffer.from([0x0f]), "a varint without an end": Buffer.alloc(12, 0xff) };

scenario("bytes that are no message, on every method", async (s) => {
  for (const [what, bytes] of Object.entries(BROKEN)) await onEveryMethod((path) => noteRaw(s, `${path}: ${what}`, { path, messages: [bytes] }));
}, { since23: "1.6 has fewer methods", events: "none" });

// Requests whose message has another in it that is not there: stock's daemon ends with them.
const WITHOUT = ["FAILED_PRECONDITION", "INVALID_ARGUMENT"] as const;
const ANYWHERE = ["INVALID_ARGUMENT", "INVALID_ARGUMENT"] as const;
const NO_LEASE = ["FAILED_PRECONDITION", "NOT_FOUND"] as const;
/** What ours says without a namespace, and in one. */
const PANICS: Record<string, readonly [string, string]> = {
  "namespaces.v1.Namespaces/Create": ANYWHERE,
  "namespaces.v1.Namespaces/Update": ANYWHERE,
  "events.v1.Events/Forward": ANYWHERE,
  "content.v1.Content/Update": ANYWHERE,
  "images.v1.Images/Create": WITHOUT,
  "images.v1.Images/Update": WITHOUT,
  "leases.v1.Leases/AddResource": NO_LEASE,
  "leases.v1.Leases/DeleteResource": NO_LEASE,
  "snapshots.v1.Snapshots/Update": WITHOUT,
  "diff.v1.Diff/Apply": WITHOUT,
  "containers.v1.Containers/Create": WITHOUT,
  "containers.v1.Containers/Update": WITHOUT,
  "sandbox.v1.Store/Create": WITHOUT,
  "sandbox.v1.Store/Update": WITHOUT,
};
// These go on, and wait for more or tell more; and one that stock has not.
const OPEN = new Set(["Subscribe", "Stream", "Watch", "Platform"]);
// Stock tells of its database, or of directories that it had already made.
const OWN_WORDS = /Mounts\/|Diff\/Diff$|Containers\/Delete$/;

for (const namespace of [null, "its own"]) {
  scenario(`an empty message, on every method, in ${namespace ?? "no"} namespace`, async (s) => {
    await onEveryMethod(async (path, service, method) => {
      if (OPEN.has(service.methods[method]!.name)) return;
      const panic = PANICS[path.replace("/containerd.services.", "")];
      const stockPanics = panic === undefined ? {} : { stockPanics: panic[namespace === null ? 0 : 1] };
      s.note("method", path);
      await s.call(service, method, new Uint8Array() as never, { ...(namespace === null && { namespace }), view: () => undefined, ...(OWN_WORDS.test(path) && { words: "own" }), ...stockPanics });
    });
  }, { since23: "1.6 has fewer methods", events: "none" });
}

const GET = `/${ContainersService.name}/Get`;
const LIST = `/${ContainersService.name}/ListStream`;
const one = Buffer.from(ContainersService.methods.get.request.encode({ id: "one" }));

scenario("messages and their frames", async (s) => {
  for (const path of [GET, LIST]) {
    const note = (label: string, request: Partial<RawRequest>): Promise<void> => noteRaw(s, `${path}: ${label}`, { path, ...request });
    await note("no message", {});
    await note("two messages", { messages: [one, one] });
    await note("an empty frame and a message", { bytes: Buffer.concat([frame(new Uint8Array()), frame(one)]) });
    await note("a prefix that is cut off", { bytes: Buffer.from([0, 0]) });
    await note("a message that is cut off", { bytes: frame(one).subarray(0, 7) });
    await note("a message and half of another", { bytes: Buffer.concat([frame(one), Buffer.from([0, 0, 0])]) });
    await note("a message that is too long", { bytes: Buffer.from([0, 1, 0, 0, 1]), open: true });
    await note("a flag that there isn't", { bytes: frame(one, 2) });
    await note("compressed, and not said how", { bytes: frame(one, 1) });
    await note("compressed as nobody can", { headers: { "grpc-encoding": "snappy" }, bytes: frame(one, 1) });
    await note("said to be compressed as nobody can, and is not", { headers: { "grpc-encoding": "snappy" }, messages: [one] });
    await note("gzip", { headers: { "grpc-encoding": "gzip" }, bytes: frame(gzipSync(one), 1) });
    await note("gzip that is none", { headers: { "grpc-encoding": "gzip" }, bytes: frame(one, 1) });
    await note("a bomb", { headers: { "grpc-encoding": "gzip" }, bytes: frame(gzipSync(Buffer.alloc(17 << 20)), 1) });
  }
}, { since23: "1.6 has no gzip, and other codes for what is cut off", events: "none" });

scenario("headers", async (s) => {
  const note = (label: string, headers: Record<string, string | null>, more: Partial<RawRequest> = {}): Promise<void> => noteRaw(s, label, { path: GET, messages: [one], headers, ...more });
  for (const type of [null, "application/json", "application/grpc+proto", "application/grpc;charset=utf-8", "application/grpc+json", "application/grpcx", "APPLICATION/GRPC", "text/plain"]) await note(`content-type ${type}`, { "content-type": type });
  for (const method of ["GET", "PUT", "DELETE"]) await note(method, {}, { method });
  await note("no te", { te: null });
  for (const timeout of ["5S", "1H", "100m", "", "S", "5", "x5S", "5x", "-5S", "123456789S", "99999999H"]) await note(`grpc-timeout ${timeout}`, { "grpc-timeout": timeout });
  for (const namespace of ["", " ", "a b", "a,b", "-", "A"]) await note(`namespace ${namespace}`, { "containerd-namespace": namespace });
  await note("a header of bytes", { "x-bin": "AQID" });
  await note("a header of bytes that are none", { "x-bin": "@@@" });
}, { since23: "1.6 leaves a call with a method or header that is none without an answer", events: "none" });

scenario("values of enumerations that there are not", async (s) => {
  const write = s.open(ContentService, "write");
  write.send({ action: 99 as never, ref: "r" });
  write.closeSend();
  const { code, message } = await write.ended;
  s.note("write", [code, message]);
  const { OCIRegistry, ImageStore } = containerd.types.transfer;
  const source = packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference: "127.0.0.1:1/none:latest", resolver: { httpDebug: 99 as never, defaultScheme: "http" } });
  await s.call(TransferService, "transfer", { source, destination: packAny("containerd.types.transfer.ImageStore", ImageStore, { name: "x" }) }, { differs: { stock: "UNKNOWN", ours: "UNAVAILABLE", why: "a registry that can't be reached" } });
}, { since23: "Transfer came with 1.7", events: "none" });
