import { invalidArgument, quote } from "@stevedore/errors";
import { validateIdentifier } from "./identifier.ts";

/** Checks an event topic: `/a/b`, each component an identifier. @throws InvalidArgument */
export function validateTopic(topic: string): void {
  const fail = (problem: string) => invalidArgument(`envelope topic ${quote(topic)}: ${problem}`);
  if (topic.length === 0) throw fail("must not be empty");
  if (!topic.startsWith("/")) throw fail("must start with '/'");
  if (topic.length === 1) throw fail("must have at least one component");
  for (const component of topic.slice(1).split("/")) validateIdentifier(component, `envelope topic ${quote(topic)}: failed validation on component ${quote(component)}`);
}
