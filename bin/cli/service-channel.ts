import { createHostPaths, DEFAULT_ROOT } from "@stevedore/config";
import { askControl, createHostFiles, type Readiness } from "@stevedore/host";
import { connect } from "@stevedore/rpc";

// A host's socket answers before all of its services do.
const PATIENCE_MS = 15_000;

/** A service of the host in `state`, on the socket that the services have for each other. While a host runs there, a service that is only just being started is waited for. */
export async function connectService(state: string, name: "content" | "images"): Promise<ReturnType<typeof connect>> {
  const isUp = await askControl<Readiness>(createHostFiles(state).control, "GET", "/ready").then(() => true, () => false);
  return connect({ path: createHostPaths({ root: DEFAULT_ROOT, state }).socket(name), patienceMs: isUp ? PATIENCE_MS : 0 });
}
