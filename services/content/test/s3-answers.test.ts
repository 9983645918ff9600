import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { isError, type ErrorClass } from "@stevedore/errors";
import { openBucket, tryBucket, type Bucket } from "@stevedore/s3";
import { createAuthority, tempDir } from "@stevedore/tests/kit";
import { describe, expect, test } from "vitest";
import { log } from "./kit.ts";

const KEYS = { accessKey: "somebody", secretKey: "something" };

async function listen(server: Server): Promise<{ port: number } & AsyncDisposable> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: async () => void server.close() };
}

const open = (options: { endpoint: string; caFile?: string }): Promise<Bucket> => openBucket({ bucket: "blobs", region: "us-east-1", ...KEYS, ...options }, { log });

/** What each kind of call of a bucket says. */
async function refusals(bucket: Bucket): Promise<Error[]> {
  const drain = async (): Promise<void> => {
    for await (const chunk of await bucket.read("key", { offset: 0, length: 100 })) void chunk;
  };
  const calls = [() => bucket.head("key"), drain, () => bucket.put("key", Buffer.from("data")), () => bucket.putPart({ key: "key", id: "upload", part: 1 }, Buffer.from("data")), () => bucket.begin("key"), () => tryBucket(bucket, "try/")];
  const errors: Error[] = [];
  for (const call of calls) errors.push(await call().then(() => new Error("it worked"), (error: Error) => error));
  bucket.close();
  return errors;
}

function expectAll(errors: Error[], errorClass: ErrorClass, words: RegExp): void {
  for (const error of errors) {
    expect(error.message).toMatch(words);
    expect(isError(error, errorClass), error.message).toBe(true);
  }
}

describe("answers that are not S3's", () => {
  const page: (status: number) => RequestListener = (status) => (request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "text/html" }).end("<html><body>Log in first</body></html>");
  };
  test.each<[number, ErrorClass]>([[200, "failedPrecondition"], [302, "failedPrecondition"], [400, "failedPrecondition"], [401, "unauthenticated"], [418, "failedPrecondition"]])("a page with status %i is told as such, once, and nothing counts as written", async (status, errorClass) => {
    let count = 0;
    await using server = await listen(createServer((request, response) => {
      count += 1;
      page(status)(request, response);
    }));
    expectAll(await refusals(await open({ endpoint: `http://127.0.0.1:${server.port}` })), errorClass, /bucket blobs at http:\/\/127\.0\.0\.1:\d+: .*(?:no answer of an S3 server|check access_key)/);
    // What explains the answer to a HEAD is one more.
    expect(count).toBeLessThanOrEqual(8);
  });

  test("what may pass by itself is tried again, what the server refuses is not", async () => {
    const codes = new Map([["BadDigest", { status: 400, tries: 3, errorClass: "unavailable" }], ["InvalidArgument", { status: 400, tries: 1, errorClass: "failedPrecondition" }], ["Teapot", { status: 503, tries: 3, errorClass: "unavailable" }]] as const);
    for (const [code, { status, tries, errorClass }] of codes) {
      let count = 0;
      await using server = await listen(createServer((request, response) => {
        count += 1;
        request.resume();
        response.writeHead(status).end(`<Error><Code>${code}</Code><Message>as it is</Message></Error>`);
      }));
      const bucket = await open({ endpoint: `http://127.0.0.1:${server.port}` });
      const error = await bucket.put("key", Buffer.from("data")).then(() => new Error("it worked"), (thrown: Error) => thrown);
      bucket.close();
      expect([isError(error, errorClass), count, error.message]).toEqual([true, tries, expect.stringContaining(`${code}: as it is`)]);
    }
  });
});

describe("a way to the server that can't work", () => {
  test("certificates of an unknown authority, for another name or too old, and TLS where there is none", async () => {
    await using dir = await tempDir("s3-tls");
    const authority = await createAuthority(dir.path, "authority");
    const serve = async (name: string, options: { names?: string; expired?: boolean } = {}) => {
      const { certFile, keyFile } = await authority.issue(name, options);
      return listen(createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, (_, response) => response.end()));
    };
    await using good = await serve("good");
    await using other = await serve("other", { names: "DNS:elsewhere.example" });
    await using old = await serve("old", { expired: true });
    await using plain = await listen(createServer((_, response) => response.end()));
    const at = ({ port }: { port: number }): string => `https://127.0.0.1:${port}`;
    const { certFile: caFile } = authority;
    expectAll(await refusals(await open({ endpoint: at(good) })), "failedPrecondition", /https:\/\/127\.0\.0\.1:\d+: .*\(set ca_file to the certificate of the authority/);
    expectAll(await refusals(await open({ endpoint: at(other), caFile })), "failedPrecondition", /\(the server's certificate has to name the host of endpoint\)/);
    expectAll(await refusals(await open({ endpoint: at(old), caFile })), "failedPrecondition", /\(the server needs a new certificate/);
    expectAll(await refusals(await open({ endpoint: at(plain), caFile })), "failedPrecondition", /(?:wrong version number|packet length too long) \(the server speaks no TLS: endpoint has to begin with http:/);
  });
});
