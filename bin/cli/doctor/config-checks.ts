import { once } from "node:events";
import { createServer } from "node:net";
import { defaultHostConfig, loadHostConfig, type HostConfig, type LoadOptions } from "@stevedore/config";
import { messageOf } from "@stevedore/errors";
import { askControl, createHostFiles, type HostStatus } from "@stevedore/host";
import { fail, ok, warn, type Finding } from "./finding.ts";

/** Loads the configuration that a host would have; after a mistake, the defaults, so that the other checks can run. */
export async function checkConfig(options: LoadOptions): Promise<{ config: HostConfig; findings: Finding[] }> {
  try {
    const { config, warnings } = await loadHostConfig(options);
    const unclear = warnings.map((warning) => warn("configuration", warning, "correct or remove the line"));
    return { config, findings: unclear.length > 0 ? unclear : [ok("configuration", options.file ?? "the defaults")] };
  } catch (error) {
    return { config: defaultHostConfig(), findings: [fail("configuration", messageOf(error), "correct the file; `bin/containerd config default` prints every key")] };
  }
}

/** The TCP ports that a host would listen on; those of a running host are taken by itself. */
export async function checkPorts(config: HostConfig): Promise<Finding[]> {
  const isRunning = await askControl<HostStatus>(createHostFiles(config.state).control, "GET", "/status").then(() => true, () => false);
  if (isRunning) return [ok("ports", "a host is running")];
  const { nats } = config.stevedore;
  const wanted: { what: string; host: string; port: number; key: string }[] = [];
  if (!nats.external) wanted.push({ what: "nats-server", host: "127.0.0.1", port: nats.port, key: "[stevedore.nats] port" });
  if (config.metricsAddress !== undefined) {
    const colon = config.metricsAddress.lastIndexOf(":");
    wanted.push({ what: "metrics", host: config.metricsAddress.slice(0, colon) || "0.0.0.0", port: Number(config.metricsAddress.slice(colon + 1)), key: "[plugins.'io.containerd.server.v1.metrics'] address" });
  }
  return Promise.all(
    wanted.map(async ({ what, host, port, key }) => {
      const problem = await tryListen(host.replace(/^\[|\]$/g, ""), port);
      const place = `${host}:${port === 0 ? "any free port" : port}`;
      return problem === undefined ? ok("ports", `${what} can have ${place}`) : fail("ports", `${what} can't have ${place}: ${problem}`, `end what listens there, or change ${key}`);
    }),
  );
}

async function tryListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return messageOf(error);
  } finally {
    server.close();
  }
}
