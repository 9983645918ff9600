import { createError, isError, messageOf } from "@stevedore/errors";
import { compileFilters, type FieldLookup } from "@stevedore/filters";

/**
 * The records that match containerd's filters; `lookupOf` answers for the fields of one.
 * @throws InvalidArgument for a syntax error
 */
export function compileRecordFilters<T>(filters: readonly string[], lookupOf: (record: T) => FieldLookup): (record: T) => boolean {
  try {
    const matches = compileFilters(filters);
    return (record) => matches(lookupOf(record));
  } catch (error) {
    // containerd wraps this error in its own class again here, and clients see the suffix twice.
    if (!isError(error, "invalidArgument")) throw error;
    throw createError("invalidArgument", `${messageOf(error)}: invalid argument`, { cause: error, verbatim: true });
  }
}
