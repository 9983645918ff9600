/** Counts who relies on what stands under a key; nobody waits. */
export interface Pins {
  /** Returns how to let go. */
  pin(key: string): () => void;
  isPinned(key: string): boolean;
}

export function createPins(): Pins {
  const pins = new Map<string, number>();
  return {
    pin(key) {
      pins.set(key, (pins.get(key) ?? 0) + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = pins.get(key)! - 1;
        if (left === 0) pins.delete(key);
        else pins.set(key, left);
      };
    },
    isPinned: (key) => pins.has(key),
  };
}
