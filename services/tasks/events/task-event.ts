import { containerd, typeNameOf, type google } from "@stevedore/api";

/** Which process an event is about, as far as orders depend on it. */
export interface TaskEventSubject {
  topic: string;
  namespace: string;
  containerId: string;
  /** Exec id; the container's own id for its init. */
  processId: string;
}

const { TaskExit, TaskDelete } = containerd.events;

/** The subject of an exit or deletion; undefined for every other event. */
export function subjectOf(namespace: string, topic: string, event: google.protobuf.IAny): TaskEventSubject | undefined {
  const type = typeNameOf(event);
  const bytes = event.value ?? new Uint8Array(0);
  if (type === "containerd.events.TaskExit") {
    const { containerId, id } = TaskExit.decode(bytes);
    return { topic, namespace, containerId, processId: id };
  }
  if (type !== "containerd.events.TaskDelete") return undefined;
  const { containerId, id } = TaskDelete.decode(bytes);
  return { topic, namespace, containerId, processId: id === "" ? containerId : id };
}

export function keyOf({ topic, namespace, containerId, processId }: TaskEventSubject): string {
  return `${namespace} ${containerId} ${processId} ${topic}`;
}
