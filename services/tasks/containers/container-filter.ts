import { lookupIn, type FieldLookup } from "@stevedore/filters";
import { compileRecordFilters } from "../record-filter.ts";
import type { Container } from "./container-records.ts";

/**
 * The containers that match containerd's filters, by `id`, `runtime.name`, `image` and `labels.*`.
 * @throws InvalidArgument for a syntax error
 */
export function compileContainerFilters(filters: readonly string[]): (container: Container) => boolean {
  return compileRecordFilters(filters, lookupOf);
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
