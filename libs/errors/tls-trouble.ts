/** Why the TLS of a server and ours don't fit each other, as Node tells it. */
export type TlsTrouble = "unknownAuthority" | "wrongTime" | "wrongName" | "plainServer";

const UNKNOWN_AUTHORITY = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_GET_ISSUER_CERT", "CERT_UNTRUSTED",
]);
const NOT_TLS = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "ERR_SSL_UNEXPECTED_MESSAGE", "ERR_SSL_RECORD_LAYER_FAILURE"]);

/** Which trouble an error of a connection tells of; undefined for any other error. Asking again helps against none of them. */
export function tlsTroubleOf(error: unknown): TlsTrouble | undefined {
  const { code: given, message = "" } = error as { code?: unknown; message?: string };
  const code = String(given ?? "");
  if (UNKNOWN_AUTHORITY.has(code)) return "unknownAuthority";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "wrongTime";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "wrongName";
  const isPlain = NOT_TLS.has(code) || (code === "EPROTO" && /wrong version number|packet length too long/.test(message));
  return isPlain ? "plainServer" : undefined;
}
