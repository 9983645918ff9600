import { readFileSync } from "node:fs";

/** One .proto file as gRPC reflection speaks of it. */
export interface FileDescriptor {
  /** Its path below `proto/`, or a well-known one (`google/protobuf/…`). */
  readonly name: string;
  /** Names of the files that it imports. */
  readonly dependencies: readonly string[];
  /** Full names of all that it declares: messages, fields, oneofs, enums, their values, services, methods. */
  readonly symbols: readonly string[];
  /** The encoded FileDescriptorProto, as base64. */
  readonly bytes: string;
}

/** Reads the descriptors of the whole API; they are not kept, because hardly any process needs them. No file declares an extension. */
export function loadDescriptors(): FileDescriptor[] {
  return JSON.parse(readFileSync(new URL("gen/descriptors.json", import.meta.url), "utf8")) as FileDescriptor[];
}
