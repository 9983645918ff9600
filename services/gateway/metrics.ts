import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { CallObserver } from "./grpc/call.ts";

const CODES = ["OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated"];

/** Counts calls under the names that containerd's dashboards ask for. */
export function createCallMetrics(registry: Registry, version: { version: string; revision: string }): CallObserver {
  const registers = [registry];
  const handled = new Counter({ name: "grpc_server_handled_total", help: "Calls completed on the server, by their status.", labelNames: ["grpc_service", "grpc_method", "grpc_code"], registers });
  const seconds = new Histogram({ name: "grpc_server_handling_seconds", help: "Time of calls until they were completed.", labelNames: ["grpc_service", "grpc_method"], registers });
  const build = new Gauge({ name: "containerd_build_info_total", help: "Version and revision of this build.", labelNames: ["version", "revision"], registers });
  build.set(version, 1);
  return (call) => {
    handled.inc({ grpc_service: call.service, grpc_method: call.method, grpc_code: CODES[call.code] ?? "Unknown" });
    seconds.observe({ grpc_service: call.service, grpc_method: call.method }, call.seconds);
  };
}
