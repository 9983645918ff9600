import { containerd, typeNameOf, type Any } from "@stevedore/api";
import { messageOf, unknownError } from "@stevedore/errors";

const OPTIONS = "containerd.runc.v1.Options";

export type RuncOptions = containerd.runc.v1.Options;

/** The runtime options of a create request; none is the defaults. @throws Unknown for another type, containerd's answer */
export function decodeOptions(any: { type_url?: string | null; value?: Uint8Array | null } | null | undefined): RuncOptions {
  const name = typeNameOf(any as Any | undefined);
  if (name === "") return new containerd.runc.v1.Options();
  if (name !== OPTIONS) throw unknownError(`unsupported option type ${JSON.stringify(name)} (this shim takes ${OPTIONS})`);
  try {
    return containerd.runc.v1.Options.decode(any?.value ?? new Uint8Array());
  } catch (error) {
    throw unknownError(`decoding ${OPTIONS}: ${messageOf(error)}`);
  }
}
