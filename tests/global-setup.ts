import { prepareCgroups } from "@stevedore/host";
import { createLogger } from "@stevedore/log";

/** Prepares cgroups for crun, as `stevedore up` does, once for all tests; what was mounted for them is gone when they end. */
export default function setup(): () => void {
  if (process.getuid?.() !== 0) return () => undefined;
  const cgroups = prepareCgroups(createLogger({ service: "tests", level: "error" }));
  return () => cgroups.release();
}
