import { runService } from "@stevedore/service";
import { createTasksService } from "./service.ts";

await runService("tasks", async (host) => {
  const { config, log, signal, paths } = host;
  return createTasksService({
    config,
    store: host.store(),
    published: () => host.published(),
    content: host.channel("content"),
    snapshots: host.channel("snapshots"),
    shim: { channel: host.channel("shim"), socket: paths.socket("shim") },
    log,
    signal,
  });
});
