import { createError, messageOf } from "@stevedore/errors";
import { compileFilters, type Filter } from "@stevedore/filters";

/** Filters of List calls on images and leases. @throws InvalidArgument, whose text ends in its class twice, as containerd's does */
export function compileListFilters(filters: readonly string[] | null | undefined): Filter {
  try {
    return compileFilters(filters);
  } catch (error) {
    throw createError("invalidArgument", `${messageOf(error)}: invalid argument`, { verbatim: true, cause: error });
  }
}
