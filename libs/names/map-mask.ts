type StringMap = Readonly<Record<string, string>>;

/** A map of strings in a record, and in the request that updates it. */
export interface MapChange {
  stored: StringMap | null | undefined;
  wanted: StringMap | null | undefined;
}

/**
 * A map (`labels`, `annotations`) as one path of an update mask leaves it: `labels` takes all that is wanted, `labels.KEY` that
 * key, whose name is everything behind the first dot. A key that is not wanted becomes empty, which is how it is deleted
 * (`compactLabels`). Undefined for the path of another field.
 */
export function applyMapMask(field: string, path: string, { stored, wanted }: MapChange): Record<string, string> | undefined {
  if (path === field) return { ...wanted };
  if (!path.startsWith(`${field}.`)) return undefined;
  const key = path.slice(field.length + 1);
  return { ...stored, [key]: wanted?.[key] ?? "" };
}
