export { createLeases, type LeasedResource, type Leases, type Scope } from "./leases.ts";
