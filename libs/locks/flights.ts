/** Work for a key that everybody who asks for it meanwhile shares, its failure too. */
export interface Flights<T> {
  /** Joins the work that is going on for the key, else starts it. */
  join(key: string, start: () => Promise<T>): Promise<T>;
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Promise<T>>();
  return {
    join(key, start) {
      const flight = flights.get(key) ?? start().finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
  };
}
