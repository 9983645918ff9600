import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDockerCredentials, firstCredentials, type Credentials } from "@stevedore/registry";
import { tempDir } from "./support.ts";

const temp = tempDir();
const file = join(temp.path, "config.json");
const path = process.env["PATH"];
beforeAll(() => { process.env["PATH"] = `${temp.path}:${path}`; });
afterAll(() => {
  process.env["PATH"] = path;
  temp[Symbol.dispose]();
});

const ask = (host: string, config: unknown): Promise<Credentials | undefined> => {
  writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config));
  return createDockerCredentials({ file })({ host, reference: `${host}/a:b`, wwwAuthenticate: [] });
};
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const alice = { kind: "password", username: "alice", secret: "s:e" };

/** A helper in the docker-credential-helpers protocol: what it is asked is in `asked`. */
function helper(name: string, script: string): void {
  const program = join(temp.path, `docker-credential-${name}`);
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
}

describe("auths", () => {
  test.each([
    ["r.example:5000", { "r.example:5000": { auth: base64("alice:s:e") } }],
    ["r.example", { "https://r.example/v1/": { auth: base64("alice:s:e\0\0") } }],
    ["r.example", { "http://r.example": { username: "alice", password: "s:e" } }],
    ["registry-1.docker.io", { "https://index.docker.io/v1/": { auth: base64("alice:s:e") } }],
  ])("%s in %j", async (host, auths) => {
    expect(await ask(host, { auths })).toEqual(alice);
  });

  test("tokens, and nothing", async () => {
    expect(await ask("a", { auths: { a: { auth: base64("x:y"), identitytoken: "id" } } })).toEqual({ kind: "refreshToken", token: "id" });
    expect(await ask("a", { auths: { a: { registrytoken: "jwt" } } })).toEqual({ kind: "header", value: "Bearer jwt" });
    expect(await ask("a", { auths: { b: { auth: base64("x:y") } } })).toBeUndefined();
    expect(await ask("a", { auths: { a: {} } })).toBeUndefined();
    expect(await ask("a", {})).toBeUndefined();
    expect(await createDockerCredentials({ file: join(temp.path, "none") })({ host: "a", reference: "a/b:c", wwwAuthenticate: [] })).toBeUndefined();
  });

  test("what can't be read is refused without a word of its contents", async () => {
    const secrets = await Promise.all([ask("a", '{"auths": {"a": {"auth": topsecret'), ask("a", "[]")].map((asked) => asked.then(() => "no error", (error: Error) => error.message)));
    expect(secrets[0]).toMatch(/config\.json: not a JSON object.*failed precondition$/);
    expect(secrets.join()).not.toContain("topsecret");
    await expect(ask("a", { auths: { a: { auth: base64("topsecret") } } })).rejects.toMatchObject({ code: 9, message: expect.stringMatching(/"auth" is not base64 of USER:PASSWORD/) });
  });
});

describe("helpers", () => {
  test("the registry's own before the store; a token by its user name; whom it doesn't know is anonymous", async () => {
    helper("own", `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"own $1\\",\\"Secret\\":\\"$server\\"}"`);
    helper("store", `read server; case $server in known*) echo '{"Username":"<token>","Secret":"id"}';; *) echo credentials not found in native keychain; exit 1;; esac`);
    const config = { credHelpers: { "own.example": "own", "https://index.docker.io/v1/": "own" }, credsStore: "store", auths: { "other.example": { auth: base64("a:b") } } };
    expect(await ask("own.example", config)).toEqual({ kind: "password", username: "own get", secret: "own.example" });
    expect(await ask("docker.io", config)).toMatchObject({ secret: "https://index.docker.io/v1/" });
    expect(await ask("known.example", config)).toEqual({ kind: "refreshToken", token: "id" });
    expect(await ask("other.example", config)).toBeUndefined();
  });

  test("one that fails, talks nonsense, or isn't there", async () => {
    helper("fails", "echo no agent is running; exit 3");
    helper("nonsense", "echo topsecret");
    const failure = (credsStore: string) => ask("a.example", { credsStore }).then(() => "no error", (error: Error) => error.message);
    expect(await failure("fails")).toMatch(/credentials for a\.example: docker-credential-fails failed with exit code 3: no agent is running/);
    expect(await failure("nonsense")).toMatch(/answered with something else/);
    expect(await failure("nonsense")).not.toContain("topsecret");
    expect(await failure("absent")).toMatch(/docker-credential-absent is not on PATH/);
    expect(await failure("../evil")).toMatch(/is not the name of one/);
    await expect(ask("a.example", { credsStore: "fails" })).rejects.toMatchObject({ code: 16 });
  });
});

test("sources are asked in order", async () => {
  const known = async (): Promise<Credentials> => ({ kind: "refreshToken", token: "t" });
  const request = { host: "a", reference: "a/b:c", wwwAuthenticate: [] };
  expect(await firstCredentials(undefined, async () => undefined, known)(request)).toEqual({ kind: "refreshToken", token: "t" });
  expect(await firstCredentials(undefined)(request)).toBeUndefined();
});
