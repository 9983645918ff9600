import { createError, isStevedoreError, messageOf, type ErrorClass } from "@stevedore/errors";

interface Kind {
  errorClass: ErrorClass;
  hint?: string;
}

const AWAY = "what is cached goes on; start the server or mend the network, then try again";
const KEYS = "check access_key and secret_key, or the credentials file";

// By the codes of S3's error documents.
const KINDS: Readonly<Record<string, Kind>> = {
  AccessDenied: { errorClass: "permissionDenied", hint: "allow these keys to list the bucket and to get, put and delete its objects" },
  AllAccessDisabled: { errorClass: "permissionDenied" },
  AccountProblem: { errorClass: "permissionDenied" },
  InvalidAccessKeyId: { errorClass: "unauthenticated", hint: KEYS },
  SignatureDoesNotMatch: { errorClass: "unauthenticated", hint: KEYS },
  ExpiredToken: { errorClass: "unauthenticated", hint: "renew the session token" },
  InvalidToken: { errorClass: "unauthenticated", hint: KEYS },
  AuthorizationHeaderMalformed: { errorClass: "failedPrecondition", hint: "set region to the bucket's" },
  PermanentRedirect: { errorClass: "failedPrecondition", hint: "set endpoint and region to the bucket's" },
  MovedPermanently: { errorClass: "failedPrecondition", hint: "set endpoint and region to the bucket's" },
  RequestTimeTooSkewed: { errorClass: "failedPrecondition", hint: "set this machine's clock: it differs from the server's by more than 15 minutes" },
  NoSuchBucket: { errorClass: "failedPrecondition", hint: "create the bucket, or correct the key bucket" },
  InvalidBucketName: { errorClass: "failedPrecondition", hint: "correct the key bucket" },
  EntityTooLarge: { errorClass: "resourceExhausted" },
  QuotaExceeded: { errorClass: "resourceExhausted", hint: "make room in the bucket, or raise its quota" },
  XMinioStorageFull: { errorClass: "resourceExhausted", hint: "make room on the server" },
  NoSuchKey: { errorClass: "notFound" },
  NotFound: { errorClass: "notFound" },
};

/** The code of S3's error document (`NoSuchKey`), or of a failed system call (`ECONNREFUSED`). */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? "");
}

/** True for what may pass by itself: nobody there, a broken connection, a server that has too much to do. */
export function mayPass(error: unknown): boolean {
  return !(codeOf(error) in KINDS) && !isStevedoreError(error);
}

/** An error of S3 or of the way to it, with what was being done and where. */
export function s3Error(what: string, error: unknown): Error {
  if (isStevedoreError(error)) return error;
  const code = codeOf(error);
  const { errorClass, hint }: Kind = KINDS[code] ?? { errorClass: "unavailable", hint: AWAY };
  const said = messageOf(error);
  const text = code === "" || said.includes(code) ? said : `${code}: ${said}`;
  return createError(errorClass, `${what}: ${text}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}
