/**
 * The line of every key of a TOML document, by its path joined with NUL. The document must be valid: only as much
 * of the grammar is read as finding keys needs. Keys inside an inline table or an array have the line of their owner.
 */
export function locateKeys(toml: string): Map<string, number> {
  const lines = new Map<string, number>();
  const scanner = createScanner(toml);
  let table: string[] = [];
  for (;;) {
    scanner.skipToStatement();
    if (scanner.atEnd()) return lines;
    const line = scanner.line();
    if (scanner.peek() === "[") {
      table = scanner.readHeader();
      note(lines, table, line);
    } else {
      const key = [...table, ...scanner.readKey("=")];
      note(lines, key, line);
      scanner.skipValue();
    }
  }
}

export function joinPath(path: readonly string[]): string {
  return path.join("\0");
}

// Tables that a header or a dotted key makes on its way are found by it too, where nothing named them before.
function note(lines: Map<string, number>, path: readonly string[], line: number): void {
  for (let depth = 1; depth <= path.length; depth++) {
    const key = joinPath(path.slice(0, depth));
    if (depth === path.length || !lines.has(key)) lines.set(key, line);
  }
}

function createScanner(text: string) {
  let at = 0;
  let line = 1;
  const advance = (count = 1): void => {
    for (let i = 0; i < count; i++) if (text[at++] === "\n") line += 1;
  };
  const skipLine = (): void => {
    while (at < text.length && text[at] !== "\n") at += 1;
  };
  const skipBlank = (): void => {
    while (text[at] === " " || text[at] === "\t") at += 1;
  };
  /** Reads a string in its quotes and returns it without them; escapes in keys are those of JSON. */
  const readString = (): string => {
    const quote = text[at]!;
    const triple = text.startsWith(quote.repeat(3), at);
    const end = triple ? quote.repeat(3) : quote;
    const start = at;
    advance(end.length);
    while (!text.startsWith(end, at)) advance(quote === '"' && text[at] === "\\" ? 2 : 1);
    // Up to two quotes may stand before the closing three.
    while (triple && text[at + 3] === quote) advance();
    advance(end.length);
    const raw = text.slice(start + end.length, at - end.length);
    return quote === '"' && !triple && raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
  };
  const readKey = (end: string): string[] => {
    const key: string[] = [];
    for (;;) {
      skipBlank();
      if (text[at] === '"' || text[at] === "'") key.push(readString());
      else {
        const start = at;
        while (/[\w-]/.test(text[at] ?? "")) at += 1;
        key.push(text.slice(start, at));
      }
      skipBlank();
      const separator = text[at];
      at += 1;
      if (separator === end || separator === undefined) return key;
    }
  };
  return {
    line: () => line,
    peek: () => text[at],
    atEnd: () => at >= text.length,
    skipToStatement() {
      while (at < text.length && /[\s#]/.test(text[at]!)) {
        if (text[at] === "#") skipLine();
        else advance();
      }
    },
    readKey,
    readHeader(): string[] {
      at += text[at + 1] === "[" ? 2 : 1;
      const key = readKey("]");
      skipLine();
      return key;
    },
    skipValue() {
      let depth = 0;
      while (at < text.length) {
        const char = text[at]!;
        if (char === '"' || char === "'") readString();
        else if (char === "#") skipLine();
        else if (char === "\n" && depth === 0) return;
        else {
          if (char === "[" || char === "{") depth += 1;
          if (char === "]" || char === "}") depth -= 1;
          advance();
        }
      }
    },
  };
}
