/** The error classes of containerd (errdefs): the class's text ends a message, its gRPC code travels on the wire. */
export const ERROR_CLASSES = {
  unknown: { text: "unknown", code: 2 },
  canceled: { text: "context canceled", code: 1 },
  invalidArgument: { text: "invalid argument", code: 3 },
  deadlineExceeded: { text: "context deadline exceeded", code: 4 },
  notFound: { text: "not found", code: 5 },
  alreadyExists: { text: "already exists", code: 6 },
  permissionDenied: { text: "permission denied", code: 7 },
  resourceExhausted: { text: "resource exhausted", code: 8 },
  failedPrecondition: { text: "failed precondition", code: 9 },
  aborted: { text: "aborted", code: 10 },
  outOfRange: { text: "out of range", code: 11 },
  unimplemented: { text: "not implemented", code: 12 },
  internal: { text: "internal", code: 13 },
  unavailable: { text: "unavailable", code: 14 },
  dataLoss: { text: "data loss", code: 15 },
  unauthenticated: { text: "unauthorized", code: 16 },
} as const;

export type ErrorClass = keyof typeof ERROR_CLASSES;

const classOfCode = new Map<number, ErrorClass>(
  Object.entries(ERROR_CLASSES).map(([name, { code }]) => [code, name as ErrorClass]),
);

/** The class that a gRPC status code stands for; a code outside the catalogue is `unknown`. */
export function errorClassOfCode(code: number): ErrorClass {
  return classOfCode.get(code) ?? "unknown";
}
