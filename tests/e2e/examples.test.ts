import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { busyboxImage, eventually, pushLayout, start, startHost, startRegistry, type Host, type Registry, type Running } from "../kit/mod.ts";
import { LISTENING, settle } from "./event-log.ts";
import { pull } from "./pair.ts";

interface Line {
  sequence?: number;
  time: string;
  namespace: string;
  topic: string;
  type: string;
  event: Record<string, unknown>;
}

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
const RUN = ["/snapshot/prepare", "/containers/create", "/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete", "/snapshot/remove", "/containers/delete"];

let host: Host;
let registry: Registry;
let image: string;

beforeAll(async () => {
  registry = await startRegistry();
  host = await startHost();
  image = await pushLayout(registry, await busyboxImage(), "busybox");
  await pull(host, image);
});

afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
});

const lines = (program: Running): Line[] => program.stdout().split("\n").slice(0, -1).map((line) => JSON.parse(line) as Line).filter(({ topic }) => topic !== LISTENING);
const isOfRun = ({ topic }: Line): boolean => RUN.includes(topic);

async function collect(args: string[], last: string, act?: () => Promise<unknown>): Promise<Line[]> {
  await using program = start(process.execPath, args);
  await eventually("it follows", () => program.stderr().includes("following"), 20_000);
  if (act !== undefined) {
    await settle(host, program);
    await act();
  }
  await eventually(`${last} is seen`, () => lines(program).some(({ topic }) => topic === last), 20_000);
  return lines(program);
}

test("the NATS consumer and the gRPC consumer see one container's events, in one order, live and again", async () => {
  const id = `${host.namespace}-example`;
  const run = () => host.ctr(["run", "--rm", image, id, "sh", "-c", "exit 5"]);
  const began = new Date().toISOString();
  const live = (await collect([example("follow-nats.ts"), host.state, `events.${host.namespace}.>`], "/containers/delete", run)).filter(isOfRun);
  expect(live.map(({ topic }) => topic)).toEqual(RUN);
  expect(live.find(({ topic }) => topic === "/tasks/exit")).toMatchObject({ namespace: host.namespace, type: "containerd.events.TaskExit", event: { containerId: id, id, exitStatus: 5 } });

  const withoutPlace = live.map((line) => ({ ...line, sequence: undefined }));
  const before = String(live[0]!.sequence! - 1);
  const again = [
    await collect([example("follow-nats.ts"), host.state, "events.>", before], "/containers/delete"),
    await collect([example("follow-nats.ts"), host.state, "events.>", began], "/containers/delete"),
    await collect([example("follow-grpc.ts"), host.address, "", before], "/containers/delete"),
    await collect([example("follow-grpc.ts"), host.address, `namespace==${host.namespace}`, began], "/containers/delete"),
  ];
  for (const replayed of again) expect(replayed.map((line) => ({ ...line, sequence: undefined }))).toEqual(withoutPlace);
  const exits = await collect([example("follow-nats.ts"), host.state, `events.${host.namespace}.tasks.exit`, before], "/tasks/exit");
  expect(exits.map(({ topic }) => topic)).toEqual(["/tasks/exit"]);
});

test("every topic that the page names has the payload that was seen, and every topic seen is on the page", async () => {
  await host.must(["namespaces", "create", `${host.namespace}-x`]);
  await host.must(["namespaces", "label", `${host.namespace}-x`, "a=b"]);
  await host.must(["namespaces", "rm", `${host.namespace}-x`]);
  await host.must(["images", "tag", image, "tagged:1"]);
  await host.must(["images", "label", "tagged:1", "a=b"]);
  await host.must(["images", "rm", "tagged:1"]);
  const seen = await collect([example("follow-nats.ts"), host.state, "events.>", "0"], "/images/delete");
  const page = readFileSync(fileURLToPath(new URL("../../docs/events.md", import.meta.url)), "utf8");
  const documented = new Map([...page.matchAll(/^\| `(\/[\w/-]+)` \| `([\w.]+)` \|/gm)].map(([, topic, type]) => [topic, type]));
  for (const { topic, type } of seen) expect([topic, documented.get(topic)]).toEqual([topic, type]);
  expect(new Set(seen.map(({ topic }) => topic)).size).toBeGreaterThan(14);
});
