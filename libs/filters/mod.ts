export { compileFilters, lookupIn, type FieldLookup, type Filter } from "./filter.ts";
