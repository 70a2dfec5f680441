/** How fast a queue moves, measured while there is one. */
export interface Pace {
  /** Milliseconds for one place forward; 0 until something has been measured. */
  readonly msPerPlace: number;
  /** A queue begins. */
  begin(now: number): void;
  /** A place has become free for it. */
  count(now: number): void;
}

/** Over how many places the pace is averaged: more than end at once, and few enough to notice a change within a second. */
const MEMORY = 64;
/** As if so many places had been measured before the first one, in no time: one measurement is none. */
const BEFORE_THE_FIRST = 16;

/** Measures the time between places, not the wait of each request: the first waits for what others have begun. */
export function createPace(): Pace {
  let msPerPlace = 0;
  let last = 0;
  let places = BEFORE_THE_FIRST;
  return {
    get msPerPlace() {
      return msPerPlace;
    },
    begin(now) {
      last = now;
    },
    count(now) {
      places = Math.min(places + 1, MEMORY);
      msPerPlace += (now - last - msPerPlace) / places;
      last = now;
    },
  };
}
