import { containerd, typeNameOf, type google } from "@stevedore/api";
import { messageOf, unknownError } from "@stevedore/errors";
import type { Container } from "../containers/container-records.ts";
import { restoreSourceOf } from "./checkpoint.ts";
import type { CreateTask } from "./task-manager.ts";

type CreateTaskRequest = containerd.services.tasks.v1.CreateTaskRequest;

/** What a client's request and its container's record say together about the task to make. @throws Unknown, Unimplemented */
export function toCreateTask(namespace: string, request: CreateTaskRequest, container: Container, call: CreateTask["call"]): CreateTask {
  const { containerId, rootfs, stdin, stdout, stderr, terminal } = request;
  const runtime = request.runtimePath || container.runtime?.name || "";
  const taskOptions = presentOrUndefined(request.options);
  const runcOptions = decodeOptions(taskOptions, container.runtime?.name ?? "");
  return {
    namespace,
    id: containerId,
    runtime,
    options: taskOptions ?? presentOrUndefined(container.runtime?.options),
    spec: container.spec?.value ?? new Uint8Array(0),
    restoreFrom: restoreSourceOf(request.checkpoint, runcOptions?.criuImagePath ?? ""),
    // Older clients say in the options where the sandbox is.
    sandbox: {
      id: container.sandbox,
      address: request.taskApiAddress || (runcOptions?.taskApiAddress ?? ""),
      version: request.taskApiVersion || (runcOptions?.taskApiVersion ?? 0),
    },
    rootfs,
    stdio: { stdin, stdout, stderr, terminal },
    signal: call.signal,
    call,
  };
}

function presentOrUndefined(any: google.protobuf.IAny | null | undefined): google.protobuf.IAny | undefined {
  return any == null || (!any.type_url && !any.value?.length) ? undefined : any;
}

function decodeOptions(options: google.protobuf.IAny | undefined, runtime: string): containerd.runc.v1.Options | undefined {
  if (options === undefined) return undefined;
  if (typeNameOf(options) !== "containerd.runc.v1.Options") throw unknownError(`invalid task create option for ${runtime}`);
  try {
    return containerd.runc.v1.Options.decode(options.value ?? new Uint8Array(0));
  } catch (error) {
    throw unknownError(`task create options: ${messageOf(error)}`, { cause: error });
  }
}
