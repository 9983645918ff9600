import type { MethodDescriptor, ServiceDescriptor } from "@stevedore/api";
import { unimplemented } from "@stevedore/errors";
import type { CallContext } from "./context.ts";
import type { Handlers } from "./types.ts";

/** A handler with its types erased, as the transports call it. */
export type AnyHandler = (request: unknown, context: CallContext) => unknown;

export interface RegisteredMethod {
  readonly service: string;
  readonly descriptor: MethodDescriptor;
  /** Absent: the method is known and not built. */
  readonly handler: AnyHandler | undefined;
}

/** The handlers of one process, registered once and served over every transport. */
export interface HandlerTable {
  add<S extends ServiceDescriptor>(service: S, handlers: Handlers<S>): void;
  /** @throws Unimplemented naming what is unknown */
  find(service: string, method: string): RegisteredMethod;
  services(): ServiceDescriptor[];
  methods(): RegisteredMethod[];
}

export function createHandlerTable(): HandlerTable {
  const services = new Map<string, { descriptor: ServiceDescriptor; methods: Map<string, RegisteredMethod> }>();
  return {
    add(service, handlers) {
      const methods = new Map<string, RegisteredMethod>();
      for (const [key, descriptor] of Object.entries(service.methods)) {
        const handler = (handlers as Record<string, AnyHandler | undefined>)[key];
        methods.set(descriptor.name, { service: service.name, descriptor, handler });
      }
      services.set(service.name, { descriptor: service, methods });
    },
    find(service, method) {
      const found = services.get(service);
      if (found === undefined) throw unimplemented(`unknown service ${service}`, { verbatim: true });
      const registered = found.methods.get(method);
      if (registered === undefined) throw unimplemented(`unknown method ${method} for service ${service}`, { verbatim: true });
      return registered;
    },
    services: () => [...services.values()].map(({ descriptor }) => descriptor),
    methods: () => [...services.values()].flatMap(({ methods }) => [...methods.values()]),
  };
}
