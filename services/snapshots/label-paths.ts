import { invalidArgument } from "@stevedore/errors";
import { compactLabels } from "@stevedore/names";

export interface LabelChange {
  current: Readonly<Record<string, string>>;
  wanted: Readonly<Record<string, string>>;
  /** `labels` or `labels.K`; none: all labels are replaced. */
  paths: readonly string[];
  /** Of the record, for the message. */
  key: string;
}

const PREFIX = "labels.";

/** The labels after an update with a field mask: a masked key that is absent or empty is deleted. @throws InvalidArgument for another path */
export function applyLabelPaths({ current, wanted, paths, key }: LabelChange): Record<string, string> {
  let labels: Record<string, string> = { ...current };
  if (paths.length === 0) labels = { ...wanted };
  for (const path of paths) {
    if (path === "labels") labels = { ...wanted };
    else if (path.startsWith(PREFIX)) labels[path.slice(PREFIX.length)] = wanted[path.slice(PREFIX.length)] ?? "";
    else throw invalidArgument(`cannot update ${JSON.stringify(path)} field on snapshot ${JSON.stringify(key)}`);
  }
  return compactLabels(labels);
}
