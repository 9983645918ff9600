import { describeArrival, keeperProblem, readLazyState } from "../lazy-state.ts";
import { ok, warn, type Finding } from "./finding.ts";

const MEND_KEEPER = "start those containers anew; `stevedore logs snapshots` says what happened";
const MEND_ARRIVAL = "it is tried again by itself; where the registry wants credentials, pull the image again, for those of a client are forgotten when the images service ends";
const MEND_READ = "who read got EIO, and may try again; is the registry there?";

/** How the layers come along that the running host shows before they have arrived; nothing where there are none, or no host. */
export async function checkLazy(state: string): Promise<Finding[]> {
  const lazy = await readLazyState(state);
  if (lazy === undefined || (lazy.layers.length === 0 && lazy.arrivals.length === 0 && !lazy.keeper.inUse)) return [];
  const { keeper, layers, arrivals } = lazy;
  const problem = keeperProblem(lazy);
  const findings = arrivals.filter(({ error }) => error !== undefined).map((arrival) => warn("lazy layers", `layer ${arrival.digest} of ${arrival.reference} does not arrive: ${describeArrival(arrival)}`, MEND_ARRIVAL));
  const known = new Set(arrivals.map(({ namespace, digest }) => `${namespace}/${digest}`));
  for (const { id, namespace, digest } of layers) {
    if (!known.has(`${namespace}/${digest}`)) findings.push(warn("lazy layers", `snapshot ${id} shows layer ${digest} (namespace ${namespace}), which is not arriving`, "remove the image and pull it again"));
  }
  if (problem !== undefined) findings.push(warn("lazy layers", problem, MEND_KEEPER));
  if (keeper.failedReads > 0) findings.push(warn("lazy layers", `${keeper.failedReads} read(s) failed since the snapshots service began, the last one of ${keeper.lastFailure}`, MEND_READ));
  if (findings.length > 0) return findings;
  return [ok("lazy layers", `${layers.length} shown before their files are on disk, ${arrivals.length} arriving; keeper ${keeper.pid ?? "-"} has the mount${keeper.inUse ? ", containers use it" : ""}`)];
}
