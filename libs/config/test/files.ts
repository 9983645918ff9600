import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Files extends Disposable {
  path(name: string): string;
  write(name: string, text: string): string;
}

/** A directory for configuration files. */
export function createFiles(): Files {
  const directory = mkdtempSync(path.join(tmpdir(), "stevedore-test-config-"));
  const locate = (name: string): string => path.join(directory, name);
  return {
    path: locate,
    write(name, text) {
      const file = locate(name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
