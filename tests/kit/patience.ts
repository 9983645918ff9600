/** How much longer than elsewhere things may take: in a virtual machine of the tests (tests/vm) programs start slowly. */
export const PATIENCE = process.env["STEVEDORE_VM"] === "1" ? 8 : 1;
