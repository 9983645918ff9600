import path from "node:path";
import { connect } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { runtimeEnvironment } from "./environment.ts";
import { createShim } from "./shim.ts";

await runService("shim", async ({ config, log, channel }) => {
  // Under another daemon the events go where it says.
  const address = process.env["TTRPC_ADDRESS"];
  return createShim({
    directory: path.join(config.state, "shim"),
    runtimeRoot: path.join(config.state, "runc"),
    runtime: config.stevedore.runtime,
    env: runtimeEnvironment(process.env, config.plugins),
    events: address === undefined ? channel("tasks") : connect({ path: address, standard: true }),
    log,
  });
});
