/** What became of the things of one kind. */
export interface Tally {
  brought: number;
  present: number;
}

export interface Conflict {
  image: string;
  here: string;
  there: string;
}

/** What a migration did in a namespace, or would do. */
export interface NamespaceOutcome {
  namespace: string;
  images: Tally & { overwritten: number; conflicts: Conflict[] };
  content: Tally & { bytes: number; cloned: number; linked: number; copied: number; shared: number; gone: string[]; failed: { digest: string; problem: string }[] };
  leases: Tally;
  left: { containers: number; snapshots: number; ingests: number; sandboxes: number };
}

export function createOutcome(namespace: string, left: NamespaceOutcome["left"]): NamespaceOutcome {
  return {
    namespace,
    images: { brought: 0, present: 0, overwritten: 0, conflicts: [] },
    content: { brought: 0, present: 0, bytes: 0, cloned: 0, linked: 0, copied: 0, shared: 0, gone: [], failed: [] },
    leases: { brought: 0, present: 0 },
    left: { ...left },
  };
}

/** A few lines for people. */
export function renderOutcome({ namespace, images, content, leases, left }: NamespaceOutcome, dryRun: boolean): string {
  const how = [`${content.linked} linked`, `${content.cloned} cloned`, `${content.copied} copied`, `${content.shared} shared`].filter((part) => !part.startsWith("0 "));
  const lines = [
    `namespace ${namespace}${dryRun ? " (nothing is written)" : ""}`,
    `  images   ${count(images)}${images.overwritten > 0 ? `, ${images.overwritten} overwritten` : ""}`,
    `  content  ${count(content)}, ${(content.bytes / 1e6).toFixed(1)} MB${how.length > 0 ? ` (${how.join(", ")})` : ""}`,
    `  leases   ${count(leases)}`,
    ...images.conflicts.map(({ image, here, there }) => `  left: image ${image} is ${here} here, ${there} there; --overwrite takes theirs`),
    ...content.failed.map(({ problem }) => `  failed: ${problem}`),
    ...content.gone.map((digest) => `  gone meanwhile: ${digest}`),
  ];
  const rest = Object.entries(left).filter(([, number]) => number > 0);
  if (rest.length > 0) lines.push(`  not brought: ${rest.map(([kind, number]) => `${number} ${kind}`).join(", ")}`);
  return `${lines.join("\n")}\n`;
}

function count({ brought, present }: Tally): string {
  return `${brought} brought, ${present} here already`;
}
