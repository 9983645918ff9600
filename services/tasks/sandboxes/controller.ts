import type { containerd, google } from "@stevedore/api";
import type { SandboxFields } from "./sandbox-records.ts";

/** Which sandbox a call is about. */
export interface SandboxCall {
  namespace: string;
  id: string;
  requestId: string;
  signal: AbortSignal;
}

export interface CreateSandbox extends SandboxCall {
  /** As the client describes it; its runtime is empty where the client sent none. */
  sandbox: SandboxFields;
  rootfs: containerd.types.IMount[];
  options: google.protobuf.IAny | undefined;
  netnsPath: string;
  annotations: Readonly<Record<string, string>>;
}

/** Where the tasks of a sandbox find their API: `ttrpc+unix:///...`, and its version. */
export interface Endpoint {
  address: string;
  version: number;
}

export interface StartedSandbox extends Endpoint {
  pid: number;
  createdAt: google.protobuf.ITimestamp;
  labels: Readonly<Record<string, string>>;
  spec: google.protobuf.IAny | null;
}

export interface SandboxExit {
  exitStatus: number;
  exitedAt: google.protobuf.ITimestamp;
}

export interface SandboxStatus extends Endpoint {
  pid: number;
  state: string;
  info: Readonly<Record<string, string>>;
  createdAt: google.protobuf.ITimestamp;
  exitedAt: google.protobuf.ITimestamp;
  extra: google.protobuf.IAny | null;
}

/** What runs sandboxes, by a name that clients choose: containerd's core/sandbox.Controller. */
export interface SandboxController {
  /** @throws AlreadyExists, or what its runtime objects to; nothing is left behind then */
  create(request: CreateSandbox): Promise<void>;
  /** @throws Unknown when there is none; one that does not start is removed */
  start(call: SandboxCall): Promise<StartedSandbox>;
  platform(call: SandboxCall): Promise<containerd.types.IPlatform>;
  /** None to stop is no error. */
  stop(call: SandboxCall, timeoutSecs: number): Promise<void>;
  /** Resolves when the sandbox has ended. @throws NotFound */
  wait(call: SandboxCall): Promise<SandboxExit>;
  /** One that is not there has ended now. */
  status(call: SandboxCall, verbose: boolean): Promise<SandboxStatus>;
  /** Ends and removes it. @throws NotFound */
  shutdown(call: SandboxCall): Promise<void>;
  /** @throws NotFound */
  metrics(call: SandboxCall): Promise<containerd.types.IMetric | null>;
  update(call: SandboxCall, sandbox: SandboxFields, fields: readonly string[]): Promise<void>;
}
