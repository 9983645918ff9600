import { grpc, loadDescriptors, type FileDescriptor, type ReflectionService } from "@stevedore/api";
import { invalidArgument } from "@stevedore/errors";
import type { Handlers } from "@stevedore/rpc";

type Request = grpc.reflection.v1.IServerReflectionRequest;
type Answer = Omit<grpc.reflection.v1.IServerReflectionResponse, "validHost" | "originalRequest">;

const NOT_FOUND = 5;

/**
 * gRPC's server reflection: what is served, and the descriptors of it. v1 and v1alpha have the same messages, so that one set of handlers answers both.
 * As grpc-go's: a file comes with those that it imports, of which each is sent once in a stream; what is not there is an answer, not the stream's end.
 */
export function createReflectionHandlers(listServices: () => string[]): Handlers<typeof ReflectionService> {
  return {
    async *serverReflectionInfo(requests) {
      const index = createIndex(loadDescriptors());
      const sent = new Set<string>();
      for await (const request of requests) yield { validHost: request.host, originalRequest: request, ...answer(request, { index, sent, listServices }) };
    },
  };
}

interface Index {
  files: ReadonlyMap<string, FileDescriptor>;
  /** The file that declares a symbol. */
  symbols: ReadonlyMap<string, FileDescriptor>;
}

function createIndex(files: readonly FileDescriptor[]): Index {
  return {
    files: new Map(files.map((file) => [file.name, file])),
    symbols: new Map(files.flatMap((file) => file.symbols.map((symbol) => [symbol, file] as const))),
  };
}

interface Asked {
  index: Index;
  /** Names of the files that this stream has sent. */
  sent: Set<string>;
  listServices: () => string[];
}

function answer(request: Request, { index, sent, listServices }: Asked): Answer {
  const symbol = (name: string): Answer => fileAnswer(index.symbols.get(name), name);
  const fileAnswer = (file: FileDescriptor | undefined, name: string): Answer => (file === undefined ? notFound(name) : { fileDescriptorResponse: { fileDescriptorProto: withImports(file, index, sent) } });
  if (request.listServices != null) return { listServicesResponse: { service: listServices().toSorted().map((name) => ({ name })) } };
  if (request.fileByFilename != null) return fileAnswer(index.files.get(request.fileByFilename), request.fileByFilename);
  if (request.fileContainingSymbol != null) return symbol(request.fileContainingSymbol);
  // No file of the API declares an extension: a type that is known has none.
  if (request.allExtensionNumbersOfType != null) {
    const baseTypeName = request.allExtensionNumbersOfType;
    return index.symbols.has(baseTypeName) ? { allExtensionNumbersResponse: { baseTypeName } } : notFound(baseTypeName);
  }
  if (request.fileContainingExtension != null) return notFound(`extension ${request.fileContainingExtension.extensionNumber ?? 0} of ${request.fileContainingExtension.containingType ?? ""}`);
  throw invalidArgument("invalid MessageRequest: none of file_by_filename, file_containing_symbol, file_containing_extension, all_extension_numbers_of_type, list_services is set");
}

function notFound(what: string): Answer {
  return { errorResponse: { errorCode: NOT_FOUND, errorMessage: `${what} is not in the API (list_services names what is served)` } };
}

/** The file, though it may have been sent, and all that it imports and that this stream has not sent yet. */
function withImports(asked: FileDescriptor, { files }: Index, sent: Set<string>): Uint8Array[] {
  const queue = [asked];
  sent.delete(asked.name);
  const found: Uint8Array[] = [];
  for (const file of queue) {
    if (sent.has(file.name)) continue;
    sent.add(file.name);
    found.push(Buffer.from(file.bytes, "base64"));
    queue.push(...file.dependencies.map((name) => files.get(name)!));
  }
  return found;
}
