import { unknownError } from "@stevedore/errors";

export interface Owner {
  uid: number;
  gid: number;
}

const UID_LABEL = "containerd.io/snapshot/uidmapping";
const GID_LABEL = "containerd.io/snapshot/gidmapping";

/**
 * Who root of a user namespace is on the host, by a snapshot's mapping labels (`container:host:length,…`); undefined without them. With one of the two, ids of the other kind
 * stay as they are. @throws Unknown, as containerd
 */
export function mappedRoot(labels: Readonly<Record<string, string>>): Owner | undefined {
  const [uids, gids] = [labels[UID_LABEL], labels[GID_LABEL]];
  if (uids === undefined && gids === undefined) return undefined;
  return { uid: hostIdOfRoot(uids, UID_LABEL), gid: hostIdOfRoot(gids, GID_LABEL) };
}

/** The mount options for a snapshot's mapping labels. */
export function mappingOptions(labels: Readonly<Record<string, string>>): string[] {
  const option = (name: string, mapping: string | undefined): string[] => (mapping === undefined ? [] : [`${name}=${mapping}`]);
  return [...option("uidmap", labels[UID_LABEL]), ...option("gidmap", labels[GID_LABEL])];
}

// The greatest id stands for none.
const NO_ID = 2 ** 32 - 1;

function hostIdOfRoot(mapping: string | undefined, label: string): number {
  if (mapping === undefined) return 0;
  const ranges = mapping.split(",").map((range) => {
    const numbers = /^(\d+):(\d+):(\d+)$/.exec(range)?.slice(1).map(Number);
    if (numbers === undefined) throw unknownError(`label ${label}: ${JSON.stringify(range)} is not container:host:length`);
    if (numbers.some((number) => number >= NO_ID)) throw unknownError(`label ${label}: ${JSON.stringify(range)} has a number that is not below ${NO_ID}`);
    return numbers as [container: number, host: number, length: number];
  });
  const found = ranges.find(([container, , length]) => container === 0 && length > 0);
  if (found === undefined) throw unknownError(`label ${label}: ${JSON.stringify(mapping)} has no mapping for id 0`);
  return found[1];
}
