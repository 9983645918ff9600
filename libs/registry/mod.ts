export type { Capability, RegistryHost, TlsOptions } from "./host.ts";
export { loadHosts, type LoadHostsOptions } from "./hosts-dir.ts";
export { parseHostsToml } from "./hosts-toml.ts";
export { parseChallenges, type Challenge } from "./challenge.ts";
export type { Credentials, CredentialsRequest, CredentialsSource } from "./credentials.ts";
export { createTransport, type Transport } from "./transport.ts";
export type { RetryPolicy } from "./retry.ts";
export { createRegistryClient, type Fetcher, type Pusher, type PusherOptions, type RegistryClient, type RegistryClientOptions, type Resolved, type UploadedBlob } from "./client.ts";
