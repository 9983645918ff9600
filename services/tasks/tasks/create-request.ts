import { containerd, type google } from "@stevedore/api";
import type { Container } from "../containers/container-records.ts";
import { restoreSourceOf } from "./checkpoint.ts";
import type { CreateTask } from "./task-manager.ts";
import { decodeTaskOptions } from "./task-options.ts";

type CreateTaskRequest = containerd.services.tasks.v1.CreateTaskRequest;

const CREATE_OPTIONS = { name: "containerd.runc.v1.Options", codec: containerd.runc.v1.Options, words: "task create option" };

/** What a client's request and its container's record say together about the task to make. @throws Unknown, Unimplemented */
export function toCreateTask(namespace: string, request: CreateTaskRequest, container: Container, call: CreateTask["call"]): CreateTask {
  const { containerId, rootfs, stdin, stdout, stderr, terminal } = request;
  const runtime = request.runtimePath || container.runtime?.name || "";
  const runcOptions = decodeTaskOptions(request.options, CREATE_OPTIONS, container.runtime?.name ?? "");
  return {
    namespace,
    id: containerId,
    runtime,
    options: request.options ?? presentOrUndefined(container.runtime?.options),
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
