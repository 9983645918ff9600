import { parseArgs } from "node:util";
import { containerd, packAny, typeNameOf } from "@stevedore/api";
import { invalidArgument, isError, messageOf } from "@stevedore/errors";
import { formatPlatform, hostPlatform, parsePlatform, type Platform } from "@stevedore/oci";
import { CLIENT_OPTIONS, openHost, type HostClient } from "./host-client.ts";
import { holdInterrupts, INTERRUPTED } from "./interrupt.ts";
import { createPullModel, type PullModel } from "./pull/model.ts";
import { createPullView, type PullView } from "./pull/view.ts";
import { askSecret } from "./pull/secret.ts";
import { findHostsDir, parseUser, REGISTRY_OPTIONS, type UserPassword } from "./registry-flags.ts";
import { openCredentials, openTransferStream } from "./transfer-stream.ts";

const { ImageStore, OCIRegistry, Progress } = containerd.types.transfer;

const OPTIONS = {
  ...CLIENT_OPTIONS,
  ...REGISTRY_OPTIONS,
  platform: { type: "string", multiple: true },
  "all-platforms": { type: "boolean", default: false },
  snapshotter: { type: "string", default: "" },
  json: { type: "boolean", default: false },
} as const;

/** `stevedore pull REFERENCE`: fetches and unpacks an image on the host, and shows how each layer comes along. */
export async function pull(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [reference, ...more] = positionals;
  if (reference === undefined || more.length > 0) throw invalidArgument("pull takes one reference", { hint: "with its registry and tag or digest, such as docker.io/library/busybox:latest" });
  const platforms = choosePlatforms(values.platform, values["all-platforms"]);
  const credentials = await readCredentials(values.user);
  await using host = await openHost(values);
  const model = createPullModel(reference);
  const view = createPullView(model, { json: values.json, out: process.stdout });
  using interrupts = holdInterrupts();
  const { signal } = interrupts;
  try {
    await transfer(host, { ...values, reference, platforms, credentials, hostDir: findHostsDir(values["hosts-dir"]), plainHttp: values["plain-http"], signal, model, view });
    view.end();
    return 0;
  } catch (error) {
    view.end(signal.aborted ? "interrupted" : messageOf(error));
    if (!signal.aborted) throw error;
    process.stderr.write("interrupted; what has arrived is kept for a while: the same command goes on from there\n");
    return INTERRUPTED;
  }
}

// As `ctr` has it: this host's platform unless told otherwise; none stands for all.
function choosePlatforms(named: string[] | undefined, all: boolean): Platform[] {
  if (all && named !== undefined) throw invalidArgument("--platform and --all-platforms exclude each other");
  return all ? [] : (named?.map(parsePlatform) ?? [hostPlatform()]);
}

async function readCredentials(user: string | undefined): Promise<UserPassword | undefined> {
  if (user === undefined) return undefined;
  const colon = user.indexOf(":");
  if (colon === 0 || (colon > 0 && colon < user.length - 1)) return parseUser(user);
  const username = colon > 0 ? user.slice(0, colon) : user;
  return { username, secret: await askSecret(`password of ${username}: `) };
}

interface PullRequest {
  reference: string;
  platforms: Platform[];
  snapshotter: string;
  credentials: UserPassword | undefined;
  hostDir: string;
  plainHttp: boolean;
  signal: AbortSignal;
  model: PullModel;
  view: PullView;
}

async function transfer(host: HostClient, request: PullRequest): Promise<void> {
  const { reference, snapshotter, credentials, hostDir, plainHttp, signal, model, view } = request;
  const platforms = request.platforms.map(({ os, architecture, variant = "" }) => ({ os, architecture, variant }));
  const auth = await openCredentials(host, credentials, signal);
  const progress = await openTransferStream(host, {
    signal,
    onMessage(message) {
      if (typeNameOf(message) === "containerd.types.transfer.Progress") model.take(Progress.decode(message.value ?? new Uint8Array()));
      view.update();
      return undefined;
    },
  });
  const source = packAny("containerd.types.transfer.OCIRegistry", OCIRegistry, { reference, resolver: { hostDir, defaultScheme: plainHttp ? "http" : "", authStream: auth?.id ?? "" } });
  const unpacks = platforms.map((platform) => ({ platform, snapshotter }));
  const destination = packAny("containerd.types.transfer.ImageStore", ImageStore, { name: reference, platforms, allMetadata: true, unpacks });
  try {
    await host.transfer.transfer({ source, destination, options: { progressStream: progress.id } }, { ...host.call, signal });
  } catch (error) {
    if (!isError(error, "notFound") || request.platforms.length === 0 || !messageOf(error).includes("no match for platform")) throw error;
    throw invalidArgument(`${reference} has nothing for ${request.platforms.map(formatPlatform).join(", ")}`, { hint: "--platform OS/ARCHITECTURE asks for another, --all-platforms for all", cause: error });
  } finally {
    await Promise.all([progress.close(), auth?.close()]);
  }
}
