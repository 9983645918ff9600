import { parseFilter, type Selector } from "./parser.ts";

/** Looks a field up in an object; undefined when it is absent. Map fields get the rest of the path: `["labels", "a", "b"]` is label `a.b`. */
export type FieldLookup = (path: readonly string[]) => string | undefined;

export type Filter = (lookup: FieldLookup) => boolean;

/**
 * Compiles containerd's filters: any of the strings may match; no strings, or an empty one, match everything.
 * @throws InvalidArgument for a syntax error
 */
export function compileFilters(filters: readonly string[] | null | undefined): Filter {
  if (filters == null || filters.length === 0) return () => true;
  const alternatives = filters.map((filter) => parseFilter(filter).map((selector) => compileSelector(selector)));
  return (lookup) => alternatives.some((selectors) => selectors.every((matches) => matches(lookup)));
}

function compileSelector({ path, operator, value }: Selector): Filter {
  switch (operator) {
    case "present":
      return (lookup) => lookup(path) !== undefined;
    case "==":
      return (lookup) => lookup(path) === value;
    case "!=":
      return (lookup) => (lookup(path) ?? "") !== value;
    case "~=": {
      const regex = compileRegex(value);
      return (lookup) => regex?.test(lookup(path) ?? "") ?? false;
    }
  }
}

// A bad expression never matches and is no error, as in containerd. Go's `(?i)` prefix is the one common
// difference in syntax: JavaScript has it as a flag.
function compileRegex(source: string): RegExp | undefined {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  try {
    return new RegExp(inline === null ? source : source.slice(inline[0].length), inline?.[1] ?? "");
  } catch {
    return undefined;
  }
}

/** The lookup of a map field: `lookupIn(labels, ["a", "b"])` is key `a.b`. */
export function lookupIn(map: Readonly<Record<string, string>> | null | undefined, rest: readonly string[]): string | undefined {
  const key = rest.join(".");
  return map != null && Object.hasOwn(map, key) ? map[key] : undefined;
}
