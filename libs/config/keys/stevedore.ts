import { setOnly, type HostConfig, type PluginService } from "../host-config.ts";
import { duration, optional, plain, type Field, type Key } from "../key.ts";
import { COUNT, DURATION, FLAG, HOST_PORT, oneOf, PATH_OR_NONE, PORT, POSITIVE, TEXT, TEXTS, type ValueType } from "../value-type.ts";

const own = (config: HostConfig): HostConfig["stevedore"] => config.stevedore;
const nats = (config: HostConfig): HostConfig["stevedore"]["nats"] => config.stevedore.nats;
const pull = (config: HostConfig): HostConfig["stevedore"]["pull"] => config.stevedore.pull;
const limits = (config: HostConfig): HostConfig["stevedore"]["limits"] => config.stevedore.limits;
const registry = (config: HostConfig): HostConfig["stevedore"]["registry"] => config.stevedore.registry;
const events = (config: HostConfig): HostConfig["stevedore"]["events"] => config.stevedore.events;

const content = (config: HostConfig): HostConfig["stevedore"]["content"] => config.stevedore.content;

const proxy = (config: HostConfig): HostConfig["stevedore"]["content"]["proxy"] => config.stevedore.content.proxy;
const s3 = (config: HostConfig): HostConfig["stevedore"]["content"]["s3"] => config.stevedore.content.s3;

const SECOND_MS = 1000;

const NATS_URL: ValueType = { name: 'a URL like "nats://10.0.0.5:4222", or ""', accepts: (value) => typeof value === "string" && (value === "" || /^(nats|tls):\/\/[^/\s]+$/.test(value)) };
const NAME: ValueType = { name: "a name of letters, digits, `-` and `_`", accepts: (value) => typeof value === "string" && /^[A-Za-z0-9_-]+$/.test(value) };

const SERVICES: ValueType = { name: 'a list of "content" and "snapshots"', accepts: (value) => Array.isArray(value) && value.every((name) => name === "content" || name === "snapshots") };

// Over ttrpc nobody but our own services finds them.
const only: Field = {
  get: ({ stevedore }) => stevedore.only,
  set: (config, value) => setOnly(config, value as PluginService[]),
};
const S3_ENDPOINT: ValueType = { name: 'a URL like "https://s3.example:9000", without a path or keys', accepts: (value) => typeof value === "string" && (value === "" || /^https?:\/\/[^/@\s?#]+\/?$/.test(value)) };
const S3_PREFIX: ValueType = { name: 'a prefix like "stevedore/", or ""', accepts: (value) => typeof value === "string" && (value === "" || isKeyPrefix(value)) };
// Servers refuse keys that look like ways around in a file system.
const isKeyPrefix = (text: string): boolean => /^\S+\/$/.test(text) && text.slice(0, -1).split("/").every((part) => part !== "" && part !== "." && part !== "..");
const S3_BUCKET: ValueType = { name: 'a name of 3 to 63 lower-case letters, digits, "-" and ".", that is no address', accepts: (value) => typeof value === "string" && (value === "" || isBucketName(value)) };
const isBucketName = (text: string): boolean => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) && !text.includes("..") && !/^\d+\.\d+\.\d+\.\d+$/.test(text);
const MIB = 2 ** 20;
const S3_PART: ValueType = { name: "a whole number from 5242880 (5 MiB, the least that S3 takes) to 536870912", accepts: (value) => Number.isInteger(value) && (value as number) >= 5 * MIB && (value as number) <= 512 * MIB };

// A server that was named is somebody else's: none is started.
const natsUrl: Field = {
  get: ({ stevedore }) => (stevedore.nats.external ? stevedore.nats.url : ""),
  set(config, value) {
    config.stevedore.nats.url = value as string;
    config.stevedore.nats.external = value !== "";
  },
};

/** `[stevedore]`: what containerd has no key for. */
export const STEVEDORE_KEYS: readonly Key[] = [
  { path: ["stevedore", "node"], type: NAME, doc: "name of this host, unique on its bus", field: plain(own, "node") },
  { path: ["stevedore", "grpc"], type: FLAG, doc: "each service also serves gRPC, on `STATE/sockets/<service>.grpc`", field: plain(own, "grpc") },
  { path: ["stevedore", "only"], type: SERVICES, doc: "only these services run, as proxy plugins of another containerd, which owns what they keep; each serves gRPC, on `STATE/sockets/<service>.grpc`", field: only },
  { path: ["stevedore", "runtime"], type: TEXT, doc: "OCI runtime for containers that name none: a name on PATH or an absolute path; when not set crun, else runc", field: optional(own, "runtime") },
  { path: ["stevedore", "docker_config"], type: PATH_OR_NONE, doc: "Docker's config.json (`auths`, `credsStore`, `credHelpers`), for pulls and pushes whose client gives no credentials; when not set those are anonymous", field: optional(own, "dockerConfig") },
  { path: ["stevedore", "nats", "url"], type: NATS_URL, doc: "a NATS server with JetStream to use instead of starting one", field: natsUrl },
  { path: ["stevedore", "nats", "token"], type: TEXT, doc: "token for that server", field: optional(nats, "token") },
  { path: ["stevedore", "nats", "port"], type: PORT, doc: "port of our own nats-server on 127.0.0.1; 0: any free one", field: plain(nats, "port") },
  { path: ["stevedore", "registry", "address"], type: HOST_PORT, doc: "where the host's images are served as a read-only registry; not when not set", field: plain(registry, "address") },
  { path: ["stevedore", "registry", "namespaces"], type: TEXTS, doc: "whose images it has; of two with the same name the first one's", field: plain(registry, "namespaces") },
  { path: ["stevedore", "registry", "tls_cert"], type: PATH_OR_NONE, doc: "its certificate (PEM), with those that it was signed by; plain HTTP when not set", field: optional(registry, "tlsCert") },
  { path: ["stevedore", "registry", "tls_key"], type: PATH_OR_NONE, doc: "key of the certificate (PEM)", field: optional(registry, "tlsKey") },
  { path: ["stevedore", "registry", "credentials"], type: PATH_OR_NONE, doc: "file of `user:password` lines, which only its owner may read; anybody may pull when not set", field: optional(registry, "credentials") },
  { path: ["stevedore", "events", "max_age"], type: DURATION, doc: "how long events can be replayed", field: duration(events, "maxAgeSeconds", SECOND_MS) },
  { path: ["stevedore", "events", "max_bytes"], type: POSITIVE, doc: "bytes of events that are kept", field: plain(events, "maxBytes") },
  { path: ["stevedore", "limits", "max_layer_bytes"], type: POSITIVE, doc: "uncompressed bytes of one layer: a larger one is refused", field: plain(limits, "maxLayerBytes") },
  { path: ["stevedore", "limits", "max_layer_entries"], type: POSITIVE, doc: "files of one layer: one with more is refused", field: plain(limits, "maxLayerEntries") },
  { path: ["stevedore", "content", "backend"], type: oneOf("local", "s3", "proxy"), doc: "where blobs are kept: `local`, in a directory of this host; `s3`, in a bucket, with a cache here; `proxy`, with the content service of `proxy_plugins`, with a cache here (`docs/content.md`)", field: plain(content, "backend") },
  { path: ["stevedore", "content", "proxy", "namespace"], type: NAME, doc: "whose the blobs are in the content service behind `proxy_plugins`: of this host alone", field: plain(proxy, "namespace") },
  { path: ["stevedore", "content", "proxy", "cache_bytes"], type: POSITIVE, doc: "bytes of blobs that are kept on this host, the last used ones; what is larger is read from where it is kept", field: plain(proxy, "cacheBytes") },
  { path: ["stevedore", "content", "s3", "endpoint"], type: S3_ENDPOINT, doc: "the S3 server", field: plain(s3, "endpoint") },
  { path: ["stevedore", "content", "s3", "bucket"], type: S3_BUCKET, doc: "a bucket that is there", field: plain(s3, "bucket") },
  { path: ["stevedore", "content", "s3", "prefix"], type: S3_PREFIX, doc: "what comes before `blobs/` in the names of its objects", field: plain(s3, "prefix") },
  { path: ["stevedore", "content", "s3", "region"], type: TEXT, doc: "the bucket's region", field: plain(s3, "region") },
  { path: ["stevedore", "content", "s3", "access_key"], type: TEXT, doc: "with `secret_key`; when not set, the keys come from `credentials_file`, else from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment", field: optional(s3, "accessKey") },
  { path: ["stevedore", "content", "s3", "secret_key"], type: TEXT, doc: "with `access_key`", field: optional(s3, "secretKey") },
  { path: ["stevedore", "content", "s3", "credentials_file"], type: PATH_OR_NONE, doc: "an AWS credentials file with a `[default]` profile, read again when it changes", field: optional(s3, "credentialsFile") },
  { path: ["stevedore", "content", "s3", "ca_file"], type: PATH_OR_NONE, doc: "PEM certificates to check an https endpoint with, instead of the system's", field: optional(s3, "caFile") },
  { path: ["stevedore", "content", "s3", "shared"], type: FLAG, doc: "other hosts use the bucket too: their blobs are found by digest, and none is ever deleted", field: plain(s3, "shared") },
  { path: ["stevedore", "content", "s3", "cache_bytes"], type: POSITIVE, doc: "bytes of blobs that are kept on this host, the last used ones; what is larger is read from where it is kept", field: plain(s3, "cacheBytes") },
  { path: ["stevedore", "content", "s3", "part_bytes"], type: S3_PART, doc: "larger blobs are written in parts of this size, and read in such ranges", field: plain(s3, "partBytes") },
  { path: ["stevedore", "content", "scrub_interval"], type: DURATION, doc: "all blobs are read and held against their digests so long after the last time; 0s: only those that are asked for", field: duration(content, "scrubIntervalMs") },
  { path: ["stevedore", "content", "scrub_rate"], type: POSITIVE, doc: "bytes a second that this reads at most", field: plain(content, "scrubRate") },
  { path: ["stevedore", "pull", "range_bytes"], type: COUNT, doc: "a larger layer is fetched by several requests of so many bytes at once, as far as `max_concurrent_downloads` leaves room; 0: by one", field: plain(pull, "rangeBytes") },
  { path: ["stevedore", "pull", "min_rate"], type: COUNT, doc: "bytes a second: a slower transfer goes on at the next mirror, and begins anew when it is silent; 0: none is too slow", field: plain(pull, "minRate") },
  { path: ["stevedore", "pull", "stall_time"], type: DURATION, doc: "for how long a transfer must be slower than `min_rate`", field: duration(pull, "stallMs") },
];
