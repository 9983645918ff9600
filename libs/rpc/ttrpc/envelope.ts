import { ttrpc } from "@stevedore/api";
import { errorOfStatus, statusOf } from "@stevedore/errors";
import type { Metadata } from "../metadata.ts";

/** A decoded ttrpc request envelope. */
export interface RequestEnvelope {
  service: string;
  method: string;
  payload: Uint8Array;
  metadata: Metadata;
  /** 0: no deadline. */
  timeoutMs: number;
}

export function encodeRequest(request: RequestEnvelope): Uint8Array {
  return ttrpc.Request.encode({
    service: request.service,
    method: request.method,
    payload: request.payload,
    timeoutNano: Math.round(request.timeoutMs * 1e6),
    metadata: [...request.metadata].map(([key, value]) => ({ key, value })),
  }).finish();
}

export function decodeRequest(bytes: Uint8Array): RequestEnvelope {
  const request = ttrpc.Request.decode(bytes);
  const metadata = new Map<string, string>();
  for (const { key, value } of request.metadata) {
    const name = (key ?? "").toLowerCase();
    if (!metadata.has(name)) metadata.set(name, value ?? "");
  }
  const { service, method, payload } = request;
  return { service, method, payload, metadata, timeoutMs: Number(request.timeoutNano) / 1e6 };
}

export function encodeResponse(payload: Uint8Array | undefined): Uint8Array {
  return ttrpc.Response.encode(payload === undefined ? {} : { payload }).finish();
}

export function encodeFailure(error: unknown): Uint8Array {
  return ttrpc.Response.encode({ status: statusOf(error) }).finish();
}

/** The payload of a response. @throws the error that its status carries */
export function decodeResponse(bytes: Uint8Array): Uint8Array {
  const { status, payload } = ttrpc.Response.decode(bytes);
  if (status?.code) throw errorOfStatus({ code: status.code, message: status.message ?? "" });
  return payload;
}
