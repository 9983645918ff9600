import path from "node:path";
import { EventsTtrpcService } from "@stevedore/api";
import { createClient } from "@stevedore/rpc";
import { runService } from "@stevedore/service";
import { runtimeEnvironment } from "./environment.ts";
import { raiseOomScore } from "./oom-score.ts";
import { createShim } from "./shim.ts";

await runService("shim", async ({ config, log, channel }) => {
  raiseOomScore(log);
  return createShim({
    directory: path.join(config.state, "shim"),
    runtimeRoot: path.join(config.state, "runc"),
    runtime: config.stevedore.runtime,
    env: runtimeEnvironment(process.env, config.plugins),
    events: { ordered: true, forward: createClient(EventsTtrpcService, channel("tasks")).forward },
    standalone: false,
    log,
  });
});
