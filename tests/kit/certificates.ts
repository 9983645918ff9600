import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "./process.ts";

export interface Certificate {
  certFile: string;
  keyFile: string;
}

/** A self-signed certificate for 127.0.0.1 and localhost, made by openssl. */
export async function createCertificate(dir: string, name: string): Promise<Certificate> {
  const certFile = join(dir, `${name}.crt`);
  const keyFile = join(dir, `${name}.key`);
  await must("openssl", [
    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`,
    "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", keyFile, "-out", certFile,
  ]);
  return { certFile, keyFile };
}

export interface Authority {
  /** What clients have to trust. */
  readonly certFile: string;
  /** A certificate of its own for `names` (default: 127.0.0.1 and localhost), from yesterday's past when `expired`. */
  issue(name: string, options?: { names?: string; expired?: boolean }): Promise<Certificate>;
}

/** A private certificate authority, for servers and clients. */
export async function createAuthority(dir: string, name: string): Promise<Authority> {
  const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const [certFile, keyFile] = [join(dir, `${name}.crt`), join(dir, `${name}.key`)];
  await must("openssl", ["req", "-x509", ...elliptic, "-days", "2", "-subj", `/CN=${name}`, "-keyout", keyFile, "-out", certFile]);
  return {
    certFile,
    async issue(subject, { names = "IP:127.0.0.1,DNS:localhost", expired = false } = {}) {
      const of = (suffix: string) => join(dir, `${subject}.${suffix}`);
      await must("openssl", ["req", ...elliptic, "-subj", `/CN=${subject}`, "-keyout", of("key"), "-out", of("csr")]);
      await writeFile(of("ext"), `subjectAltName=${names}`);
      const validity = ["-days", expired ? "-1" : "2"];
      await must("openssl", ["x509", "-req", "-in", of("csr"), "-CA", certFile, "-CAkey", keyFile, "-CAcreateserial", "-out", of("crt"), ...validity, "-extfile", of("ext")]);
      return { certFile: of("crt"), keyFile: of("key") };
    },
  };
}
