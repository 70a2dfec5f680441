/** The two clocks of the cache, in milliseconds. */
export interface Clock {
  /** Time of day: when a value ends, which replicas tell each other. */
  wall(): number;
  /** Never goes back: how long something has taken here. */
  steady(): number;
}

/** The machine's own clocks. */
export const SYSTEM_CLOCK: Clock = { wall: () => Date.now(), steady: () => performance.now() };
