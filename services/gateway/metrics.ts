import type { Registry } from "prom-client";
import type { CallObserver } from "@stevedore/rpc";

const CODES = ["OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated"];
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface MethodCalls {
  labels: { grpc_service: string; grpc_method: string };
  /** By status code. */
  codes: number[];
  /** Calls that took no longer than the bound at their place and longer than the one before. */
  buckets: number[];
  seconds: number;
  count: number;
}

export interface CallMetrics {
  observe: CallObserver;
  /** Shows what was counted under the names that containerd's dashboards ask for. */
  register(registry: Registry): void;
}

/** Counts calls. A count is two additions; the metrics library, with its labels hashed for each, only sees it when it is scraped. */
export function createCallMetrics(version: { version: string; revision: string }): CallMetrics {
  const methods = new Map<string, Map<string, MethodCalls>>();
  return {
    observe({ service, method, code, seconds }) {
      let ofService = methods.get(service);
      if (ofService === undefined) methods.set(service, (ofService = new Map()));
      let calls = ofService.get(method);
      if (calls === undefined) ofService.set(method, (calls = createMethodCalls(service, method)));
      calls.codes[code] = (calls.codes[code] ?? 0) + 1;
      calls.count += 1;
      calls.seconds += seconds;
      for (let i = 0; i < BOUNDS.length; i++) {
        if (seconds > BOUNDS[i]!) continue;
        calls.buckets[i]! += 1;
        return;
      }
    },
    register(registry) {
      const all = (): MethodCalls[] => [...methods.values()].flatMap((ofService) => [...ofService.values()]);
      const add = (name: string, type: string, help: string, values: () => unknown[]): void => {
        registry.registerMetric({ name, get: async () => ({ name, help, type, values: values(), aggregator: "sum" }), reset: () => undefined } as never);
      };
      add("grpc_server_handled_total", "counter", "Calls completed on the server, by their status.", () => all().flatMap(handledValues));
      add("grpc_server_handling_seconds", "histogram", "Time of calls until they were completed.", () => all().flatMap(histogramValues));
      add("containerd_build_info_total", "gauge", "Version and revision of this build.", () => [{ value: 1, labels: version }]);
    },
  };
}

function createMethodCalls(service: string, method: string): MethodCalls {
  return { labels: { grpc_service: service, grpc_method: method }, codes: [], buckets: BOUNDS.map(() => 0), seconds: 0, count: 0 };
}

function handledValues({ labels, codes }: MethodCalls): unknown[] {
  return Object.entries(codes).map(([code, value]) => ({ value, labels: { ...labels, grpc_code: CODES[Number(code)] ?? "Unknown" } }));
}

function histogramValues({ labels, buckets, seconds, count }: MethodCalls): unknown[] {
  const metricName = "grpc_server_handling_seconds";
  let total = 0;
  const counts = BOUNDS.map((le, i) => ({ metricName: `${metricName}_bucket`, value: (total += buckets[i]!), labels: { le, ...labels } }));
  return [
    ...counts,
    { metricName: `${metricName}_bucket`, value: count, labels: { le: "+Inf", ...labels } },
    { metricName: `${metricName}_sum`, value: seconds, labels },
    { metricName: `${metricName}_count`, value: count, labels },
  ];
}
