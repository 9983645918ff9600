import { readFileSync, statSync } from "node:fs";
import { failedPrecondition, messageOf } from "@stevedore/errors";

export interface Keys {
  accessKey: string;
  secretKey: string;
  sessionToken?: string;
}

export interface CredentialOptions {
  accessKey?: string;
  secretKey?: string;
  /** An AWS credentials file: its `[default]` profile. */
  credentialsFile?: string;
}

/**
 * The keys to sign with: those that were given, else those of the file, else those of the environment. A file is read again
 * when it has changed, so that keys can be exchanged under a running host. @throws FailedPrecondition
 */
export function createCredentials(options: CredentialOptions, env: NodeJS.ProcessEnv = process.env): () => Keys {
  const { accessKey, secretKey, credentialsFile } = options;
  if (accessKey !== undefined && secretKey !== undefined) return () => ({ accessKey, secretKey });
  if (credentialsFile !== undefined) return createFileCredentials(credentialsFile);
  return () => {
    // An empty variable says nothing, as for AWS's own tools.
    const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN = "" } = env;
    if (AWS_ACCESS_KEY_ID === "" || AWS_SECRET_ACCESS_KEY === "") {
      throw failedPrecondition("no keys for the bucket", { hint: "set access_key and secret_key, or credentials_file, under [stevedore.content.s3], or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment" });
    }
    return { accessKey: AWS_ACCESS_KEY_ID, secretKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN === "" ? {} : { sessionToken: AWS_SESSION_TOKEN }) };
  };
}

function createFileCredentials(file: string): () => Keys {
  let readAt = -1;
  let keys: Keys | undefined;
  return () => {
    try {
      const { mtimeMs } = statSync(file);
      if (keys === undefined || mtimeMs !== readAt) {
        keys = parseCredentials(readFileSync(file, "utf8"));
        readAt = mtimeMs;
      }
    } catch (error) {
      throw failedPrecondition(`credentials_file ${file}: ${messageOf(error)}`, { cause: error });
    }
    if (keys === undefined) throw failedPrecondition(`credentials_file ${file} has no aws_access_key_id and aws_secret_access_key under [default]`);
    return keys;
  };
}

function parseCredentials(text: string): Keys | undefined {
  const values = new Map<string, string>();
  let section = "default";
  for (const line of text.split("\n")) {
    const header = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    const [, key = "", value = ""] = /^\s*([a-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === "default" && key !== "") values.set(key, value);
  }
  const accessKey = values.get("aws_access_key_id");
  const secretKey = values.get("aws_secret_access_key");
  const sessionToken = values.get("aws_session_token");
  if (accessKey === undefined || secretKey === undefined) return undefined;
  return { accessKey, secretKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
