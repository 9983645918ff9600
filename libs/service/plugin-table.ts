import type { CallContext, HandlerTable, RegisteredMethod } from "@stevedore/rpc";

// Whose calls they are, the owner's own records tell: namespaces and leases are its matter, and its collector names none at all.
const NAMESPACE = "plugin";

/** A service's handlers for the one containerd that owns what the service keeps: all its calls are made in one namespace, and without a lease. */
export function asPlugin(table: HandlerTable): HandlerTable {
  return { ...table, find: (service, method) => within(table.find(service, method)) };
}

function within(registered: RegisteredMethod): RegisteredMethod {
  const { handler } = registered;
  if (handler === undefined) return registered;
  return { ...registered, handler: (request, context) => handler(request, owned(context)) };
}

function owned(context: CallContext): CallContext {
  return Object.create(context, { namespace: { value: NAMESPACE }, lease: { value: undefined } }) as CallContext;
}
