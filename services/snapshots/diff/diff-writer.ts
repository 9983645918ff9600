import type { containerd } from "@stevedore/api";
import { unimplemented } from "@stevedore/errors";
import type { CallContext } from "@stevedore/rpc";

export interface DiffWriter {
  write(request: containerd.services.diff.v1.DiffRequest, context: CallContext): Promise<containerd.types.IDescriptor>;
}

export function createDiffWriter(): DiffWriter {
  return { write: () => Promise.reject(unimplemented("containerd.services.diff.v1.Diff/Diff")) };
}
