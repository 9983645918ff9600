import { containerd, packAny, type Any, type SandboxControllerService } from "@stevedore/api";
import { invalidArgument, notFound, unknownError, wrapError } from "@stevedore/errors";
import type { MetadataStore } from "@stevedore/metadata";
import type { CallContext, Handlers } from "@stevedore/rpc";
import type { CreateSandbox, SandboxCall, SandboxController } from "./controller.ts";
import { requireRuntime } from "./store-handlers.ts";

export interface ControllerDeps {
  /** By the names that clients know as `sandboxer`. */
  controllers: ReadonlyMap<string, SandboxController>;
  store: MetadataStore;
  /** Resolves when the events emitted so far are on the bus. */
  published(): Promise<void>;
}

type ControllerHandlers = Handlers<typeof SandboxControllerService>;
type Select = (sandboxer: string) => SandboxController;
type Publish = (namespace: string, topic: string, event: Any) => Promise<void>;

/** containerd.services.sandbox.v1.Controller: the lives of sandboxes, each with the controller that the client names. */
export function createSandboxControllerHandlers({ controllers, store, published }: ControllerDeps): ControllerHandlers {
  const select: Select = (sandboxer) => {
    const controller = controllers.get(sandboxer);
    if (sandboxer === "") throw invalidArgument("invalid argument: sandbox controller name can not be empty", { verbatim: true });
    if (controller === undefined) {
      const known = [...controllers.keys()].map((name) => JSON.stringify(name)).join(", ");
      throw notFound(`not found: failed to get sandbox controller by ${sandboxer} (this host has ${known})`, { verbatim: true });
    }
    return controller;
  };
  const publish: Publish = async (namespace, topic, event) => {
    await store.transact((tx) => tx.emit({ namespace, topic, event }));
    await published();
  };
  return { ...createLifeHandlers(select, publish), ...createQuestionHandlers(select) };
}

const { SandboxCreate, SandboxExit, SandboxStart } = containerd.events;

function createLifeHandlers(select: Select, publish: Publish): ControllerHandlers {
  return {
    async create(request, context) {
      const { sandboxId } = request;
      await select(request.sandboxer).create(toCreateSandbox(request, context));
      await publish(context.namespace, "/sandboxes/create", packAny("containerd.events.SandboxCreate", SandboxCreate, { sandboxId }));
      return { sandboxId };
    },
    async start({ sandboxId, sandboxer }, context) {
      const started = await start(select, sandboxer, () => callOf(sandboxId, context));
      await publish(context.namespace, "/sandboxes/start", packAny("containerd.events.SandboxStart", SandboxStart, { sandboxId }));
      return { sandboxId, ...started };
    },
    async stop({ sandboxId, sandboxer, timeoutSecs }, context) {
      await select(sandboxer).stop(callOf(sandboxId, context), timeoutSecs);
      return {};
    },
    async wait({ sandboxId, sandboxer }, context) {
      const exit = await select(sandboxer).wait(callOf(sandboxId, context));
      // Once for each who waited, as in containerd: nobody else learns of the end.
      await publish(context.namespace, "/sandboxes/exit", packAny("containerd.events.SandboxExit", SandboxExit, { sandboxId, ...exit }));
      return exit;
    },
    async shutdown({ sandboxId, sandboxer }, context) {
      await select(sandboxer).shutdown(callOf(sandboxId, context));
      return {};
    },
    async update({ sandboxId, sandboxer, sandbox, fields }, context) {
      const controller = select(sandboxer);
      // containerd gives this one no class.
      if (sandbox == null) throw unknownError("sandbox can not be nil");
      await controller.update(callOf(sandboxId, context), requireRuntime(sandbox), fields);
      return {};
    },
  };
}

function createQuestionHandlers(select: Select): ControllerHandlers {
  return {
    platform: async ({ sandboxId, sandboxer }, context) => ({ platform: await select(sandboxer).platform(callOf(sandboxId, context)) }),
    async status({ sandboxId, sandboxer, verbose }, context) {
      const status = await select(sandboxer).status(callOf(sandboxId, context), verbose);
      return { sandboxId, ...status, extra: status.extra ?? {} };
    },
    metrics: async ({ sandboxId, sandboxer }, context) => ({ metrics: await select(sandboxer).metrics(callOf(sandboxId, context)) }),
  };
}

async function start(select: Select, sandboxer: string, toCall: () => SandboxCall): ReturnType<SandboxController["start"]> {
  const controller = within(`failed to get sandbox controller for ${JSON.stringify(sandboxer)}`, () => select(sandboxer));
  const call = toCall();
  try {
    return await controller.start(call);
  } catch (error) {
    throw wrapError(`failed to start sandbox ${JSON.stringify(call.id)}`, error);
  }
}

function within<T>(context: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw wrapError(context, error);
  }
}

function callOf(id: string, { namespace, requestId, signal }: CallContext): SandboxCall {
  return { namespace, id, requestId, signal };
}

function toCreateSandbox(request: containerd.services.sandbox.v1.ControllerCreateRequest, context: CallContext): CreateSandbox {
  const { sandboxId, rootfs, netnsPath, annotations } = request;
  const sandbox = request.sandbox == null ? { sandboxId } : requireRuntime(request.sandbox);
  return { ...callOf(sandbox.sandboxId ?? "", context), sandbox, rootfs, options: request.options ?? undefined, netnsPath, annotations };
}
