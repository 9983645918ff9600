import type { Running, Side } from "../kit/mod.ts";

export interface Event {
  topic: string;
  body: Record<string, unknown>;
}

/** Lines of `ctr events` (time, namespace, topic, body as JSON), with what no two runs share masked. */
export function parseEvents(text: string): Event[] {
  return text.split("\n").filter(Boolean).map((line) => {
    const [, topic = "", body = ""] = /(\/\S+) (.*)$/.exec(line) ?? [];
    return { topic, body: mask(JSON.parse(body || "{}") as Record<string, unknown>) };
  });
}

// Pids, times, the random part of keys, the paths of client FIFOs and of rootfs mounts.
function mask(body: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(body, (key, value: unknown) => (key === "pid" || key === "exited_at" ? "MASKED" : key === "rootfs" ? "MOUNTS" : value));
  return JSON.parse(
    text
      .replace(/extract-\d+-[\w-]+ /g, "extract-N ")
      .replace(/-view-\d+-[\w-]+"/g, '-view-N"')
      .replace(/("containerd.io\/gc.expire":")[^"]*/g, "$1TIME")
      .replace(/"[^"]*\/\d+\/([^"/]+-std(in|out|err))"/g, '"FIFO/$1"')
      .replace(/"bundle":"[^"]*\/(io\.containerd[^"]*)"/g, '"bundle":"$1"'),
  ) as Record<string, unknown>;
}

/** Gives `ctr events` the time to subscribe, which it doesn't tell: it is there when what is published is seen. */
export async function settle(...listeners: Running[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const listener of listeners) if (listener.child.exitCode !== null) throw new Error(`ctr events ended: ${listener.stderr()}`);
}

/** What a side tells while `act` runs and until it has been silent for half a second. Order is not kept: services and shims tell side by side. */
export async function eventsDuring(side: Side, act: () => Promise<void>, binary?: string): Promise<string[]> {
  await using listener = side.start(["events"], { timeout: 300_000, ...(binary === undefined ? {} : { binary }) });
  await settle(listener);
  await act();
  for (let seen = -1; seen !== listener.stdout().length; ) {
    seen = listener.stdout().length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return parseEvents(listener.stdout()).map(({ topic, body }) => `${topic} ${JSON.stringify(body)}`).toSorted();
}
