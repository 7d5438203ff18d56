/** Where a figure lies with 95 % confidence, both ends included. */
export type Interval = readonly [low: number, high: number];
