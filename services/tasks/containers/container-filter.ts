import { createError, isError, messageOf } from "@stevedore/errors";
import { compileFilters, lookupIn, type FieldLookup } from "@stevedore/filters";
import type { Container } from "./container-records.ts";

/**
 * The containers that match containerd's filters, by `id`, `runtime.name`, `image` and `labels.*`.
 * @throws InvalidArgument for a syntax error
 */
export function compileContainerFilters(filters: readonly string[]): (container: Container) => boolean {
  try {
    const matches = compileFilters(filters);
    return (container) => matches(lookupOf(container));
  } catch (error) {
    // containerd wraps this error in its own class again here, and clients see the suffix twice.
    if (!isError(error, "invalidArgument")) throw error;
    throw createError("invalidArgument", `${messageOf(error)}: invalid argument`, { cause: error, verbatim: true });
  }
}

function lookupOf({ id, runtime, image, labels }: Container): FieldLookup {
  return ([field, ...rest]) => {
    switch (field) {
      case "id":
        return id;
      case "runtime":
        return rest[0] === "name" ? (runtime?.name ?? undefined) : undefined;
      case "image":
        return image === "" ? undefined : image;
      case "labels":
        return lookupIn(labels, rest);
      default:
        return undefined;
    }
  };
}
