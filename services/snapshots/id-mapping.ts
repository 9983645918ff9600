import { unknownError } from "@stevedore/errors";

export interface Owner {
  uid: number;
  gid: number;
}

const UID_LABEL = "containerd.io/snapshot/uidmapping";
const GID_LABEL = "containerd.io/snapshot/gidmapping";

/** Who root of a user namespace is on the host, by a snapshot's mapping labels (`container:host:length,…`); undefined without them. @throws Unknown, as containerd */
export function mappedRoot(labels: Readonly<Record<string, string>>): Owner | undefined {
  const [uids, gids] = [labels[UID_LABEL], labels[GID_LABEL]];
  if (uids === undefined && gids === undefined) return undefined;
  return { uid: hostIdOfRoot(uids ?? "", UID_LABEL), gid: hostIdOfRoot(gids ?? "", GID_LABEL) };
}

/** The mount options for a snapshot's mapping labels. */
export function mappingOptions(labels: Readonly<Record<string, string>>): string[] {
  const option = (name: string, mapping: string | undefined): string[] => (mapping === undefined ? [] : [`${name}=${mapping}`]);
  return [...option("uidmap", labels[UID_LABEL]), ...option("gidmap", labels[GID_LABEL])];
}

function hostIdOfRoot(mapping: string, label: string): number {
  for (const range of mapping.split(",")) {
    const match = /^(\d+):(\d+):(\d+)$/.exec(range);
    if (match === null) throw unknownError(`label ${label}: ${JSON.stringify(range)} is not container:host:length`);
    if (Number(match[1]) === 0 && Number(match[3]) > 0) return Number(match[2]);
  }
  throw unknownError(`label ${label}: ${JSON.stringify(mapping)} has no mapping for id 0`);
}
