import { invalidArgument } from "@stevedore/errors";
import { applyMapMask, compactLabels } from "@stevedore/names";

export interface LabelChange {
  current: Readonly<Record<string, string>>;
  wanted: Readonly<Record<string, string>>;
  /** `labels` or `labels.K`; none: all labels are replaced. */
  paths: readonly string[];
  /** Of the record, for the message. */
  key: string;
}

/** The labels after an update with a field mask: a masked key that is absent or empty is deleted. @throws InvalidArgument for another path */
export function applyLabelPaths({ current, wanted, paths, key }: LabelChange): Record<string, string> {
  let labels: Record<string, string> = { ...current };
  if (paths.length === 0) labels = { ...wanted };
  for (const path of paths) {
    const masked = applyMapMask("labels", path, { stored: labels, wanted });
    if (masked === undefined) throw invalidArgument(`cannot update ${JSON.stringify(path)} field on snapshot ${JSON.stringify(key)}`);
    labels = masked;
  }
  return compactLabels(labels);
}
