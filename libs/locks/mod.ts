export { createFlights, type Flights } from "./flights.ts";
export { createKeyedLock, type KeyedLock } from "./keyed-lock.ts";
export { createLimiter, type Limiter } from "./limiter.ts";
export { createPins, type Pins } from "./pins.ts";
