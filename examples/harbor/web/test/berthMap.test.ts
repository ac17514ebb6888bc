import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../src/api.ts";
import { tiles } from "../src/berthMap.ts";

test("a booked berth is red", async () => {
  const answers: Record<string, unknown> = {
    "/berths": [{ name: "A1", length: 8 }, { name: "B1", length: 12 }],
    "/free/2026-07-01": ["B1"],
  };
  const api = new Api(async (path) => answers[path]);
  const colors = (await tiles(api, "2026-07-01")).map((tile) => tile.color);
  assert.deepEqual(colors, ["red", "green"]);
});
