import { parseArgs } from "node:util";
import { IntegrityService, type stevedore } from "@stevedore/api";
import { DEFAULT_STATE } from "@stevedore/config";
import { isError, unavailable } from "@stevedore/errors";
import { createClient } from "@stevedore/rpc";
import { connectService } from "./service-channel.ts";

type Reply = stevedore.v1.IVerifyContentReply;

/** `stevedore fsck [DIGEST…]`: reads blobs whole. Exit code 1 when one is damaged or lost and is not back. */
export async function fsck(args: string[]): Promise<number> {
  const options = { json: { type: "boolean" }, repair: { type: "boolean", default: false }, state: { type: "string", default: DEFAULT_STATE } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const replies = await ask(values.state, { digests: positionals, repair: values.repair });
  const damaged = replies.filter(({ digest }) => digest);
  const sums = replies.find(({ digest }) => !digest) ?? {};
  process.stdout.write(values.json === true ? `${JSON.stringify({ blobs: Number(sums.blobs ?? 0), bytes: Number(sums.bytes ?? 0), damaged }, undefined, 2)}\n` : render(damaged, sums));
  return damaged.every(({ repairedFrom }) => repairedFrom) ? 0 : 1;
}

async function ask(state: string, request: stevedore.v1.IVerifyContentRequest): Promise<Reply[]> {
  const channel = await connectService(state, "content");
  try {
    const replies: Reply[] = [];
    for await (const reply of createClient(IntegrityService, channel).verify(request)) replies.push(reply);
    return replies;
  } catch (error) {
    throw isError(error, "unavailable") ? unavailable(`the content service of the host in ${state} does not answer`, { hint: "is it up? `stevedore status` tells; --state names another host", cause: error }) : error;
  } finally {
    await channel.close();
  }
}

function render(damaged: readonly Reply[], sums: Reply): string {
  const lines = damaged.flatMap((reply) => [`${reply.digest}  in ${(reply.namespaces ?? []).join(", ")}: ${reply.problem}`, ...renderFate(reply).map((line) => `  ${line}`)]);
  lines.push(`${Number(sums.blobs ?? 0)} blobs read, ${(Number(sums.bytes ?? 0) / 1e6).toFixed(1)} MB; ${damaged.length} damaged`);
  return `${lines.join("\n")}\n`;
}

function renderFate({ aside, repairedFrom, repairProblem }: Reply): string[] {
  const kept = aside ? [`the damaged file is ${aside}`] : [];
  if (repairedFrom) return [...kept, `fetched again from ${repairedFrom}`];
  return [...kept, repairProblem ? `not fetched again: ${repairProblem}` : "`stevedore fsck --repair` fetches it again; so does a pull of its image"];
}
