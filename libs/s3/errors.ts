import { createError, isStevedoreError, messageOf, tlsTroubleOf, type ErrorClass, type TlsTrouble } from "@stevedore/errors";

interface Kind {
  errorClass: ErrorClass;
  hint?: string;
}

const AWAY = "what is cached goes on; start the server or mend the network, then try again";
const KEYS = "check access_key and secret_key, or the credentials file";
const ENDPOINT = "set endpoint and region to the bucket's";

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
  PermanentRedirect: { errorClass: "failedPrecondition", hint: ENDPOINT },
  MovedPermanently: { errorClass: "failedPrecondition", hint: ENDPOINT },
  TemporaryRedirect: { errorClass: "failedPrecondition", hint: ENDPOINT },
  RequestTimeTooSkewed: { errorClass: "failedPrecondition", hint: "set this machine's clock: it differs from the server's by more than 15 minutes" },
  NoSuchBucket: { errorClass: "failedPrecondition", hint: "create the bucket, or correct the key bucket" },
  InvalidBucketName: { errorClass: "failedPrecondition", hint: "correct the key bucket" },
  EntityTooLarge: { errorClass: "resourceExhausted" },
  QuotaExceeded: { errorClass: "resourceExhausted", hint: "make room in the bucket, or raise its quota" },
  XMinioStorageFull: { errorClass: "resourceExhausted", hint: "make room on the server" },
  NoSuchKey: { errorClass: "notFound" },
  NotFound: { errorClass: "notFound" },
};

// Of an answer that is not S3's: something else answers there, or stands between.
const STRANGER: Kind = { errorClass: "failedPrecondition", hint: "that is no answer of an S3 server: check endpoint, and what stands between" };
const REFUSED: Kind = { errorClass: "failedPrecondition", hint: "correct what it names: the keys are under [stevedore.content.s3]" };
const TLS: Readonly<Record<TlsTrouble, Kind>> = {
  unknownAuthority: { errorClass: "failedPrecondition", hint: "set ca_file to the certificate of the authority that signed the server's" },
  wrongTime: { errorClass: "failedPrecondition", hint: "the server needs a new certificate, or this machine the right time" },
  wrongName: { errorClass: "failedPrecondition", hint: "the server's certificate has to name the host of endpoint" },
  plainServer: { errorClass: "failedPrecondition", hint: "the server speaks no TLS: endpoint has to begin with http://" },
};
// Codes of 4xx that say nothing against the same request made again.
const PASSING = new Set(["RequestTimeout", "IncompleteBody", "BadDigest", "XAmzContentSHA256Mismatch", "OperationAborted", "ConditionalRequestConflict"]);

/** The error of an answer that names no code of S3's, be its status a good one. */
export function strangeAnswer(status: number, message: string): Error {
  return Object.assign(new Error(message), { code: codeOfStatus(status), status });
}

const codeOfStatus = (status: number): string => `status ${status}`;

/** The code of S3's error document (`NoSuchKey`), or of a failed system call (`ECONNREFUSED`). */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? "");
}

/** True for what may pass by itself: nobody there, a broken connection, a server that has too much to do. */
export function mayPass(error: unknown): boolean {
  return !isStevedoreError(error) && kindOf(error) === undefined;
}

function kindOf(error: unknown): Kind | undefined {
  const code = codeOf(error);
  const trouble = tlsTroubleOf(error);
  if (trouble !== undefined) return TLS[trouble];
  const known = KINDS[code];
  if (known !== undefined) return known;
  const { status = 0, name } = error as { status?: number; name?: string };
  if (status === 408 || status === 429 || status >= 500 || PASSING.has(code)) return undefined;
  if (code === codeOfStatus(status)) return status === 401 ? { errorClass: "unauthenticated", hint: KEYS } : STRANGER;
  // The client's word for a document of something else.
  if (name === "InvalidXMLError") return STRANGER;
  return status >= 300 ? REFUSED : undefined;
}

/** An error of S3 or of the way to it, with what was being done and where. */
export function s3Error(what: string, error: unknown): Error {
  if (isStevedoreError(error)) return error;
  const code = codeOf(error);
  const { errorClass, hint }: Kind = kindOf(error) ?? { errorClass: "unavailable", hint: AWAY };
  // What Node advises its own users to do, and OpenSSL's places in its source, mend nothing here.
  const said = messageOf(error).replace(/; if the root CA is installed locally, .*/, "").replace(/^.*:(wrong version number|packet length too long):.*\n?$/s, "$1");
  const text = code === "" || said.includes(code) ? said : `${code}: ${said}`;
  return createError(errorClass, `${what}: ${text}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}
