import { invalidArgument } from "@stevedore/errors";

/** By name; each says by its `length` how many arguments it takes. */
export type TemplateFunctions = Readonly<Record<string, (...args: string[]) => string>>;

// Plain text; an action, with the white space that `{{- ` and ` -}}` take away; or what is left of one that does not end.
const COMMENT = String.raw`\/\*[^]*?\*\/`;
const STRING = String.raw`"(?:[^"\\\n]|\\.)*"|` + "`[^`]*`";
const ACTION = new RegExp(String.raw`(?:\s*\{\{-(?=\s)|\{\{)(?<action>\s*${COMMENT}\s*|(?:${STRING}|(?!\}\}|\s-\}\})[^"` + "`" + String.raw`])*)(?:\s-\}\}\s*|\}\})`, "g");
const WORD = new RegExp(String.raw`${STRING}|\||[^\s|"` + "`]+", "g");

/**
 * Puts values into a text as Go's text/template does, with calls of functions, strings, pipes and comments; of its other actions (if,
 * range, …) there is none.
 * @throws InvalidArgument
 */
export function expandTemplate(text: string, functions: TemplateFunctions): string {
  const refuse = (what: string): Error => invalidArgument(`template ${JSON.stringify(text)}: ${what}`);
  if (text.replaceAll(ACTION, "").includes("{{")) throw refuse("unclosed action");
  return text.replaceAll(ACTION, (_whole, action: string) => (action.trim().startsWith("/*") ? "" : evaluate(action, functions, refuse)));
}

type Refuse = (what: string) => Error;

// A command's result is the last argument of the one behind the `|`.
function evaluate(action: string, functions: TemplateFunctions, refuse: Refuse): string {
  const commands: string[][] = [[]];
  for (const [word] of action.matchAll(WORD)) {
    if (word === "|") commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands.reduce<string | undefined>((piped, [name, ...words]) => {
    if (name === undefined) throw refuse("missing value for command");
    const args = words.map((word) => call(word, [], functions, refuse));
    return call(name, piped === undefined ? args : [...args, piped], functions, refuse);
  }, undefined)!;
}

function call(word: string, args: string[], functions: TemplateFunctions, refuse: Refuse): string {
  if (/^["`]/.test(word)) {
    if (args.length > 0) throw refuse(`can't give argument to non-function ${word}`);
    return word.startsWith("`") ? word.slice(1, -1) : (JSON.parse(word) as string);
  }
  const found = Object.hasOwn(functions, word) ? functions[word]! : undefined;
  if (found === undefined) throw refuse(`function ${JSON.stringify(word)} not defined (there are ${Object.keys(functions).join(", ")})`);
  if (args.length !== found.length) throw refuse(`wrong number of args for ${word}: want ${found.length} got ${args.length}`);
  return found(...args);
}
