import { containerd } from "@stevedore/api";
import { isError, notFound } from "@stevedore/errors";
import { type Descriptor, anyPlatform, filterByPlatform, filterForMetadata, Label, limitManifests, orderedMatcher } from "@stevedore/oci";
import { hasPrefix, IMAGE_NAME, REF_NAME } from "./archive/names.ts";
import { fromPlatform, toDescriptor } from "./convert.ts";
import type { Scope } from "./deps.ts";

type ImageStoreMessage = containerd.types.transfer.IImageStore;

/** Chooses which children of a document are fetched. */
export type ChildFilter = (parent: Descriptor, children: readonly Descriptor[]) => Descriptor[];

/** The filter that an `ImageStore` message describes: its platforms, all metadata or not, and how many manifests. */
export function childFilterOf(store: ImageStoreMessage): ChildFilter {
  const platforms = (store.platforms ?? []).map(fromPlatform);
  const matcher = platforms.length === 0 ? anyPlatform : orderedMatcher(platforms);
  const limit = store.manifestLimit ?? 0;
  return (parent, children) => {
    const kept = store.allMetadata === true ? filterForMetadata(parent, children, matcher) : filterByPlatform(children, matcher);
    if (limit === 0) return kept;
    const limited = limitManifests(parent, kept, { matcher, limit });
    const fits = limited.some(({ platform }) => platform === undefined || matcher.match(platform));
    if (limited !== kept && !fits && children.length > 0) throw notFound(`no match for platform in manifest ${parent.digest}`);
    return limited;
  };
}

export interface SavedImage {
  name: string;
  descriptor: Descriptor;
}

/** Saves an image under the names that an `ImageStore` message gives: created, or else wholly updated. */
export async function saveImages(scope: Scope, store: ImageStoreMessage, target: Descriptor): Promise<SavedImage[]> {
  const names = namesFor(store, target);
  for (const { name, labels } of names) await save(scope, { name, labels, target: toDescriptor(target) });
  return names.map(({ name }) => ({ name, descriptor: target }));
}

async function save({ deps, call }: Scope, image: containerd.services.images.v1.IImage): Promise<void> {
  try {
    await deps.images.create({ image }, call);
  } catch (error) {
    if (!isError(error, "alreadyExists")) throw error;
    await deps.images.update({ image }, call);
  }
}

/** The names and labels under which an image is saved. Further names beside a first one live only as long as that one does. */
export function namesFor(store: ImageStoreMessage, target: Descriptor): { name: string; labels: Record<string, string> }[] {
  const primary = store.name ?? "";
  const labels = store.labels ?? {};
  const extraLabels = primary === "" ? labels : { ...labels, [Label.backRefImage]: primary, [Label.expire]: new Date().toISOString() };
  const extra = (store.extraReferences ?? []).flatMap((reference) => extraNames(reference, target)).filter((name) => name !== primary);
  return [...(primary === "" ? [] : [{ name: primary, labels }]), ...[...new Set(extra)].map((name) => ({ name, labels: extraLabels }))];
}

function extraNames(reference: containerd.types.transfer.IImageReference, { annotations = {}, digest }: Descriptor): string[] {
  const { name: base = "", isPrefix, allowOverwrite, addDigest, skipNamedDigest } = reference;
  const name = isPrefix === true ? annotatedName(annotations, { prefix: base ?? "", isFree: allowOverwrite === true }) : base;
  const wantsDigest = addDigest === true && !(skipNamedDigest === true && isPrefix === true && name);
  return [...(name ? [name] : []), ...(wantsDigest ? [`${base}@${digest}`] : [])];
}

// An archive's full name counts as it is, when it lies below the prefix (or need not); a mere tag gets the prefix in front.
function annotatedName(annotations: Record<string, string>, { prefix, isFree }: { prefix: string; isFree: boolean }): string | undefined {
  const full = annotations[IMAGE_NAME];
  const short = annotations[REF_NAME];
  if (prefix === "") return full ?? short;
  const accept = (name: string): string | undefined => (isFree || hasPrefix(name, prefix) ? name : undefined);
  if (full !== undefined) return /[/:@]/.test(full) ? accept(full) : undefined;
  if (short === undefined) return undefined;
  return /[/:@]/.test(short) ? accept(short) : `${prefix}:${short}`;
}
