/** Rows, pages, or to an end. */
export type ListMove = number | 'page-up' | 'page-down' | 'first' | 'last';

/** The keys that move in a list, or in a text that has the focus. */
export const listMoves: Readonly<Record<string, ListMove>> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  g: 'first',
  home: 'first',
  G: 'last',
  end: 'last',
  pageup: 'page-up',
  pagedown: 'page-down',
};

/** Where a move leads to from a place in a list, the last place that there is being `last`. */
export function movedTo(from: number, move: ListMove, page: number, last: number): number {
  const to = {
    first: 0,
    last,
    'page-up': from - page,
    'page-down': from + page,
  };
  return Math.max(0, Math.min(last, typeof move === 'number' ? from + move : to[move]));
}
