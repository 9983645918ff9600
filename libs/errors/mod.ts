export * from "./catalogue.ts";
export * from "./error.ts";
export * from "./factories.ts";
export * from "./status.ts";
export * from "./quote.ts";
export { tlsTroubleOf, type TlsTrouble } from "./tls-trouble.ts";
