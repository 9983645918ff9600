import type { Mount } from "./mount-options.ts";

/** Prefixes of a mount's type (`format/overlay`) that ask for something to be done before it is mounted. */
export const TRANSFORMS = ["format", "mkfs", "mkdir"] as const;
/** Types that are mounted by other means than mount(2). */
export const HANDLED_TYPES = ["erofs", "loop"] as const;

export type Transform = (typeof TRANSFORMS)[number];
export type HandledType = (typeof HANDLED_TYPES)[number];

/** What the mount manager has to do for one mount. */
export interface PlannedMount {
  /** In this order; after each the type is what follows its prefix. */
  transforms: Transform[];
  /** What is left of the type. */
  type: string;
  handler: HandledType | undefined;
}

export interface MountPlan {
  mounts: PlannedMount[];
  /** Index of the first mount that is not the manager's but its caller's to make; may be behind the last. */
  firstSystem: number;
}

export interface PlanOptions {
  /** Types and prefixes (`format/*`) that the caller takes care of itself. */
  allowed?: readonly string[];
  /** Everything is to be mounted. */
  temporary?: boolean;
}

/**
 * Which of these mounts the mount manager has to make, by containerd's rules (core/mount/manager); undefined when none,
 * and the caller mounts all of them itself.
 */
export function planMounts(mounts: readonly Pick<Mount, "type">[], { allowed = [], temporary = false }: PlanOptions = {}): MountPlan | undefined {
  let firstSystem = -1;
  const planned = mounts.map(({ type }, index) => {
    const { transforms, rest } = splitType(type);
    // What comes before is needed to transform it; the mount itself may be its caller's.
    if (transforms.some((transform) => !allowed.includes(`${transform}/*`) && !allowed.includes(type))) firstSystem = index;
    const handler = HANDLED_TYPES.find((handled) => handled === rest);
    if (temporary || (handler !== undefined && !allowed.includes(rest))) firstSystem = index + 1;
    return { transforms, type: rest, handler };
  });
  return firstSystem < 0 ? undefined : { mounts: planned, firstSystem };
}

function splitType(type: string): { transforms: Transform[]; rest: string } {
  const transforms: Transform[] = [];
  let rest = type;
  for (let slash = rest.indexOf("/"); slash >= 0; slash = rest.indexOf("/")) {
    const transform = TRANSFORMS.find((known) => known === rest.slice(0, slash));
    if (transform === undefined) break;
    transforms.push(transform);
    rest = rest.slice(slash + 1);
  }
  return { transforms, rest };
}
