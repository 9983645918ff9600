import * as grpc from "@grpc/grpc-js";
import * as api from "@stevedore/api";
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_SERVICES } from "../api-table.ts";
import { connectGrpc, goClient, GRPCURL, run, startHost, type GrpcClient, type Host } from "../kit/mod.ts";

type Request = api.grpc.reflection.v1.IServerReflectionRequest;
type Response = api.grpc.reflection.v1.ServerReflectionResponse;

let host: Host;
let client: GrpcClient;
beforeAll(async () => {
  host = await startHost();
  client = connectGrpc(host.address, host.namespace);
});
afterAll(async () => {
  await client?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
});

const { request: sent, response: received } = api.ReflectionService.methods.serverReflectionInfo;

/** Asks one after the other in one stream; v1alpha is the same bytes. */
async function ask(requests: Request[], service: string = api.ReflectionService.name): Promise<Response[]> {
  const stream = client.stream(service, "ServerReflectionInfo");
  for (const request of requests) stream.write(Buffer.from(sent.encode(request)));
  stream.end();
  const responses: Response[] = [];
  for await (const bytes of stream) responses.push(received.decode(bytes as Buffer));
  return responses;
}

const NAMES = PUBLIC_SERVICES.map(({ name }) => name).toSorted();
const filesOf = (response: Response | undefined) => (response?.fileDescriptorResponse?.fileDescriptorProto ?? []).map((bytes) => descriptor.FileDescriptorProto.decode(bytes) as unknown as descriptor.IFileDescriptorProto);

describe.each([api.ReflectionService.name, api.ReflectionAlphaService.name])("%s", (service) => {
  test("lists what is served, and describes each service as it is", async () => {
    const [listed, ...described] = await ask([{ listServices: "*" }, ...NAMES.map((name) => ({ fileContainingSymbol: name }))], service);
    expect(listed?.listServicesResponse?.service?.map(({ name }) => name)).toEqual(NAMES);
    // A file that declares two services is asked for twice, and sent twice.
    const files = new Map(described.flatMap(filesOf).map((file) => [file.name, file]));
    const root = protobuf.Root.fromDescriptor({ file: [...files.values()] });
    for (const { name, methods } of PUBLIC_SERVICES) {
      const found = root.lookupService(name).methodsArray.map((method) => ({ name: method.name, requestStream: method.requestStream === true, responseStream: method.responseStream === true }));
      expect(found).toEqual(Object.values(methods).map((method) => ({ name: method.name, requestStream: method.requestStream, responseStream: method.responseStream })));
    }
  });
});

test("a client that knows nothing else calls the API", async () => {
  const responses = await ask([{ fileContainingSymbol: "containerd.services.containers.v1.Containers" }]);
  const root = protobuf.Root.fromDescriptor({ file: responses.flatMap(filesOf) }, { keepCase: true });
  const codec = (name: string) => {
    const type = root.lookupType(name);
    return { encode: (message: object) => type.encode(type.fromObject(message)).finish(), decode: (bytes: Uint8Array) => type.toObject(type.decode(bytes)) };
  };
  const { methods } = root.lookupService("containerd.services.containers.v1.Containers");
  const call = (name: string, message: object) => client.unary("containerd.services.containers.v1.Containers", { name, request: codec(methods[name]!.resolvedRequestType!.fullName), response: codec(methods[name]!.resolvedResponseType!.fullName) }, message);
  const container = { id: "c1", image: "i", labels: { a: "b" }, runtime: { name: "r" }, snapshotter: "native", snapshot_key: "k", spec: { type_url: "t", value: Buffer.from("{}") } };
  await call("Create", { container });
  expect(await call("Get", { id: "c1" })).toMatchObject({ container: { ...container, created_at: expect.anything() as object } });
  await call("Delete", { id: "c1" });
});

test("a file comes with what it imports, and each of those once in a stream", async () => {
  const [version, containers, again] = (await ask([{ fileByFilename: "containerd/services/version/v1.proto" }, { fileContainingSymbol: "containerd.services.containers.v1.Container.Runtime" }, { fileByFilename: "containerd/services/version/v1.proto" }])).map((response) => filesOf(response).map(({ name }) => name));
  expect(version).toEqual(["containerd/services/version/v1.proto", "google/protobuf/empty.proto"]);
  expect(containers?.[0]).toBe("containerd/services/containers/v1.proto");
  expect(containers).toContain("google/protobuf/timestamp.proto");
  expect(containers).not.toContain("google/protobuf/empty.proto");
  expect(again).toEqual(["containerd/services/version/v1.proto"]);
});

test("what is not there is an answer, not the stream's end", async () => {
  const any = "google.protobuf.Any";
  const requests: Request[] = [
    { fileByFilename: "no/such.proto" },
    { fileContainingSymbol: "no.Such" },
    { allExtensionNumbersOfType: "no.Such" },
    { fileContainingExtension: { containingType: any, extensionNumber: 7 } },
    { allExtensionNumbersOfType: any, host: "h" },
  ];
  const responses = await ask(requests);
  expect(responses.slice(0, 4).map(({ errorResponse }) => errorResponse?.errorCode)).toEqual([5, 5, 5, 5]);
  expect(responses[3]?.errorResponse?.errorMessage).toContain("extension 7 of google.protobuf.Any");
  expect(responses[4]).toMatchObject({ validHost: "h", originalRequest: { allExtensionNumbersOfType: any }, allExtensionNumbersResponse: { baseTypeName: any } });
  await expect(ask([{ host: "h" }])).rejects.toMatchObject({ code: grpc.status.INVALID_ARGUMENT, details: expect.stringContaining("invalid MessageRequest") as string });
});

describe("grpcurl", async () => {
  const found = await goClient(GRPCURL);
  const grpcurl = (what: string[], options: string[] = []) =>
    run("path" in found ? found.path : "", ["-plaintext", "-authority", "localhost", "-H", `containerd-namespace: ${host.namespace}`, ...options, `unix://${host.address}`, ...what]);

  test("lists, describes and calls", async (context) => {
    if ("skip" in found) context.skip(found.skip);
    const listed = await grpcurl(["list"]);
    expect(listed.stdout.trim().split("\n"), listed.stderr).toEqual(NAMES);
    for (const name of NAMES) expect(await grpcurl(["describe", name]), name).toMatchObject({ exitCode: 0 });
    const described = await grpcurl(["describe", "containerd.services.images.v1.UpdateImageRequest"]);
    expect(described.stdout).toContain(".google.protobuf.FieldMask update_mask = 2;");
    const called = await grpcurl(["containerd.services.version.v1.Version/Version"]);
    expect(JSON.parse(called.stdout)).toMatchObject({ version: expect.stringMatching(/^2\./) as string });
    const wrong = await grpcurl(["containerd.services.containers.v1.Containers/Get"], ["-d", '{"id":"none"}']);
    expect(wrong).toMatchObject({ exitCode: 64 + grpc.status.NOT_FOUND });
  });
});
