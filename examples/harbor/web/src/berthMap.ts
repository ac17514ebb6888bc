import type { Api, Berth } from "./api.ts";

export type Color = "green" | "red";

/** One rectangle of the map. */
export interface Tile {
  berth: Berth;
  color: Color;
}

/** Green is free for the night, red is not. */
export async function tiles(api: Api, night: string): Promise<Tile[]> {
  const [berths, free] = await Promise.all([api.berths(), api.free(night)]);
  return berths.map((berth) => ({
    berth,
    color: free.includes(berth.name) ? "green" : "red",
  }));
}
