import * as api from "@stevedore/api";
import { removeNamespaceCgroups } from "../kit/mod.ts";
import type { MethodsOf, RequestOf } from "./connection.ts";
import type { Peer } from "./peers.ts";

/** Removes whatever a scenario left in a namespace, as a careful client would; the namespace's own record too. */
export async function cleanUp({ connection }: Peer, namespace: string): Promise<void> {
  const settings = { metadata: { "containerd-namespace": namespace }, timeoutMs: 15_000 };
  const ask = <S extends api.ServiceDescriptor, M extends MethodsOf<S>>(service: S, method: M, request: RequestOf<S["methods"][M]>) => connection.call(service, method, request, settings);
  const { replies: [tasks] } = await ask(api.TasksService, "list", {});
  for (const { id } of tasks?.tasks ?? []) {
    await ask(api.TasksService, "resume", { containerId: id });
    await ask(api.TasksService, "kill", { containerId: id, signal: 9, all: true });
    await ask(api.TasksService, "wait", { containerId: id });
    await ask(api.TasksService, "delete", { containerId: id });
  }
  const { replies: [containers] } = await ask(api.ContainersService, "list", {});
  for (const { id } of containers?.containers ?? []) await ask(api.ContainersService, "delete", { id });
  const { replies: [images] } = await ask(api.ImagesService, "list", {});
  for (const { name } of images?.images ?? []) await ask(api.ImagesService, "delete", { name });
  const { replies: [leases] } = await ask(api.LeasesService, "list", {});
  for (const { id } of leases?.leases ?? []) await ask(api.LeasesService, "delete", { id });
  for (const snapshotter of ["overlayfs", "native"]) await removeSnapshots(ask, snapshotter);
  const content = await ask(api.ContentService, "list", {});
  for (const { digest } of content.replies.flatMap(({ info }) => info)) await ask(api.ContentService, "delete", { digest });
  const { replies: [ingests] } = await ask(api.ContentService, "listStatuses", {});
  for (const { ref } of ingests?.statuses ?? []) await ask(api.ContentService, "abort", { ref });
  await ask(api.NamespacesService, "delete", { name: namespace });
  removeNamespaceCgroups(namespace);
}

type Ask = (service: typeof api.SnapshotsService, method: "list" | "remove", request: { snapshotter: string; key?: string | null }) => Promise<{ replies: unknown[] }>;

// Children stand behind their parents in no order that is sure: what can't go yet goes in the next round.
async function removeSnapshots(ask: Ask, snapshotter: string): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    const { replies } = await ask(api.SnapshotsService, "list", { snapshotter });
    const found = (replies as api.containerd.services.snapshots.v1.ListSnapshotsResponse[]).flatMap(({ info }) => info);
    if (found.length === 0) return;
    for (const { name } of found.toReversed()) await ask(api.SnapshotsService, "remove", { snapshotter, key: name });
  }
}
