import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** The absolute path of a program: a name with a slash is a path, every other is looked for in the directories of a search path (`a:b:c`). */
export function findExecutable(name: string, searchPath: string): string | undefined {
  const places = name.includes("/") ? [path.resolve(name)] : searchPath.split(":").map((directory) => path.join(directory, name));
  return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
