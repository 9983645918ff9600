import { grpc, type HealthService } from "@stevedore/api";
import { notFound } from "@stevedore/errors";
import type { CallContext, Handlers } from "@stevedore/rpc";

const { SERVING } = grpc.health.v1.HealthCheckResponse.ServingStatus;

/** gRPC's health service: the gateway serves as soon as its socket is there. */
export function createHealthHandlers(listServices: () => string[]): Handlers<typeof HealthService> {
  const check = (service: string) => {
    if (service !== "" && !listServices().includes(service)) throw notFound(`unknown service ${service}`);
    return { status: SERVING };
  };
  return {
    check: (request) => check(request.service),
    async *watch(request, context) {
      yield check(request.service);
      await untilAborted(context);
    },
  };
}

function untilAborted({ signal }: CallContext): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
}
